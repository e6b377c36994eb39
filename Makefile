# Two commands do all the set-up: `make run` and `make test`. A second call does no work twice.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# A browser that had to wait too long, on a busy machine, is asked once more, and the summary says
# so. What Playwright calls its TimeoutError begins so; nothing else is tried again.
AGAIN := -rR --reruns 1 --only-rerun "^TimeoutError: .* Timeout [0-9.]+ms exceeded"

.PHONY: run test quick check words bench pictures clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py --server.port $(PORT)

# Tests share the processors; two browsers and their servers are enough for most machines. Those
# that count frames have the machine to themselves.
test: $(VENV)/.test $(VENV)/.browser
	$(BIN)/python -m pytest -m "not browser" -n auto --dist loadfile
	$(BIN)/python -m pytest -m "browser and not alone" -n auto --maxprocesses 2 $(AGAIN)
	$(BIN)/python -m pytest -m alone $(AGAIN)

quick: $(VENV)/.test
	$(BIN)/python -m pytest -m "not slow and not browser and not long"

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m catalogue
	$(BIN)/python tests/check_scripts.py

bench: $(VENV)/.test
	$(BIN)/python -m bench

# The template of all words, and every catalogue brought up to date from it and compiled: see
# CONTRIBUTING.md.
words: $(VENV)/.test
	mkdir -p locales
	$(BIN)/python -m catalogue locales/app.pot

# The pictures of the README, taken from the running app.
pictures: $(VENV)/.test $(VENV)/.browser
	$(BIN)/python docs/take_pictures.py

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.test: requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.run

# A Chromium for the browser tests: the one that is here, Debian's, or Playwright's own; and nginx for
# those of several replicas, which are left out where it cannot be had.
$(VENV)/.browser: tests/find_browser.py tests/find_nginx.py | $(VENV)/.test
	$(BIN)/python tests/find_browser.py --install
	-$(BIN)/python tests/find_nginx.py --install
	touch $@
