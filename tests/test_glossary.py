"""Every word of the field that a screen shows explains itself, and no letter means two things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import schedules
import surfaces
from engine.analysis.homogeneity import Role
from surfaces import curves
from tests.test_pages import ROOT, healthy
from tests.visit import Server, Visit, go_to
from ui.glossary import ENTRIES, column, explained, of_the_page
from ui.player.terms import _role

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
# Links with everything that can be asked for: a shape, a schedule, a stop rule, tables.
LINKS = {
    "compare": {"surface": ["rotated_bowl"], "rates": ["best"], "stop": ["gradient~0.01"]},
    "explore": {"surface": ["rotated_bowl"], "stop": ["both~0.01"], "schedule": ["step"]},
    "basins": {"surface": ["himmelblau"], "resolution": ["50"], "stop": ["step~0.01"]},
    "line": {"curve": ["weighted_squares"], "until": ["both~0.01"]},
}
OPEN = ("formulas", "more", "ledger", "as-code")
TURNED = {"select_slider", "selectbox", "number_input", "multiselect", "button_group", "toggle"}
COLLAPSED = 2  # a label that is there for screen readers, where the choice says what it is
ONE_SENTENCE = re.compile(r"[^.]*(?:\.\d[^.]*)*[.]")


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page(f"pages/{page}.py")
    for word, values in LINKS.get(page, {}).items():
        app.query_params[word] = values
    for key in OPEN:
        app.session_state[key] = True
    app.run()
    healthy(app)
    return app


def controls_of(app: AppTest) -> Iterator[tuple[str, str]]:
    """Label and help of everything that is turned and has a label in sight."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if node.type not in TURNED or proto is None:
            continue
        if proto.label_visibility.value != COLLAPSED:
            yield proto.label, proto.help


def heads_of(app: AppTest) -> Iterator[str]:
    """The heads of every table on a page."""
    for table in app.markdown:
        lines = [line for line in table.value.splitlines() if line.startswith("|")]
        if len(lines) > 1 and lines[1].startswith("| ---"):
            yield from (head.strip() for head in lines[0].strip("| ").split(" | "))


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_is_turned_says_what_it_does(page: str) -> None:
    controls = list(controls_of(opened(page)))
    if page != "blog_post":
        assert any("η" in label for label, _help in controls) or page in ("rates", "lessons")
    assert controls
    silent = [label for label, help_ in controls if not help_.endswith(".")]
    assert not silent


@pytest.mark.parametrize("page", ["explore", "compare", "basins"])
def test_every_head_of_a_table_is_explained(page: str) -> None:
    app = opened(page)
    for _look in range(40):  # until the maps of Basins are there
        if heads := list(heads_of(app)):
            break
        app.run()
    assert heads
    assert not {column(head) for head in heads} - set(of_the_page())


def test_every_pill_is_explained() -> None:
    page = of_the_page()
    for rule in optimizers.OPTIMIZERS:
        assert page[rule.short] == rule.note


def test_an_entry_is_one_sentence() -> None:
    for term in ENTRIES:
        sentence = explained(term)
        assert ONE_SENTENCE.fullmatch(sentence), sentence
        assert len(sentence) <= 130, sentence
    with pytest.raises(KeyError):
        explained("a word that no screen shows")


def test_everything_that_is_declared_explains_itself() -> None:
    hypers = [
        hyper
        for declared in (*optimizers.OPTIMIZERS, *schedules.SCHEDULES)
        for hyper in declared.hyperparameters()
    ]
    shapes = [
        parameter
        for ground in (*surfaces.SURFACES, *curves.CURVES)
        for parameter in ground.parameters
    ]
    assert len(hypers) > 60 and len(shapes) > 4
    for thing in (*hypers, *shapes):
        assert thing.help.endswith("."), thing


# What a letter stands for, where more than one thing has it; all are one meaning in other words.
ONE_MEANING = {
    r"\eta": {"Learning rate", "Step factor", "First step"},
    "T": {"Period", "Length", "Half a cycle"},
    "r": {"Lowest part", "First part"},
}


def test_no_letter_has_two_meanings() -> None:
    meanings: dict[str, set[str]] = {
        r"\lambda": {"curvature, an eigenvalue of the Hessian"},
        r"\theta": {"where the walk stands"},
        r"\varepsilon": set(),
    }
    for declared in (*optimizers.OPTIMIZERS, *schedules.SCHEDULES):
        for hyper in declared.hyperparameters():
            meanings.setdefault(hyper.symbol, set()).add(hyper.title)
    for ground in (*surfaces.SURFACES, *curves.CURVES):
        for parameter in ground.parameters:
            meaning = parameter.title or f"{ground.name}: {parameter.name}"
            meanings.setdefault(parameter.symbol, set()).add(meaning)
    twice = {
        symbol: found
        for symbol, found in meanings.items()
        if len(found) > 1 and not found <= ONE_MEANING.get(symbol, set())
    }
    assert not twice


GREEK = re.compile(r"\\(?:alpha|beta|gamma|delta|rho|sigma|tau|mu|nu|psi|kappa|phi)(?![a-z])")


def test_what_a_rule_computes_has_no_letter_that_another_rule_is_set_by() -> None:
    """BFGS finds a length α for every step: no decay may be called so, as torch calls one."""
    found = {
        rule.name: {
            "set": set(GREEK.findall(" ".join(hyper.symbol for hyper in rule.hyperparameters()))),
            "said": set(GREEK.findall(" ".join(rule.recurrence))),
        }
        for rule in optimizers.OPTIMIZERS
    }
    assert found["bfgs"]["said"] == {r"\alpha"} and found["rmsprop"]["set"] == {r"\beta", r"\mu"}
    for name, letters in found.items():
        own = letters["said"] - letters["set"] - {r"\mu"}  # a momentum in NAdam, too
        for other, others in found.items():
            assert not own & others["set"], (name, other)


def test_lambda_is_never_the_weight_decay() -> None:
    """In no formula of a rule, and beside an eigenvalue only with another letter."""
    for rule in optimizers.OPTIMIZERS:
        assert not any(r"\lambda" in line for line in rule.recurrence), rule.name
        assert not any("λ" in hyper.help for hyper in rule.hyperparameters()), rule.name
    for path in Path(ROOT / "ui").rglob("*.[pj][ys]"):
        assert not re.search(r"λmax \+ λ|ηλθ", path.read_text(encoding="utf-8")), path


# -- in a browser ---------------------------------------------------------------------------------

TIP = ".ov-tip:popover-open"
EXPLAINED = "optimizer-visualizer.explained"
DRAWN = {
    "explore": "/?surface=bowl&walk=gradient_descent~learning_rate~0.6&stop=gradient~0.01",
    "compare": "/compare?surface=rotated_bowl",
    "rates": "/rates?surface=bowl",
    "anatomy": "/anatomy",
    "line": "/line?until=gradient~0.1",
}
# Every word that heads a column, names a sign, or stands on a button as a sign alone.
SILENT = """() => {
  const seen = [...document.querySelectorAll(
    '.ov-readout thead th, .ov-signs > *, .ov-rate-name, .ov-curvature > .ov-signs > *')];
  const {player} = document.querySelector('.ov-player');
  const told = (e) => {
    const term = e.matches('.ov-term') ? e : e.querySelector('.ov-term');
    const said = document.getElementById(term?.getAttribute('aria-describedby'));
    return /[.]$/.test(said?.textContent ?? '') && player.root.contains(said);
  };
  const bare = [...player.root.querySelectorAll('button, select')].filter(
    (e) => !e.textContent.trim() && !(e.getAttribute('aria-label') ?? e.title));
  return [seen.length, [...seen.filter((e) => !told(e)), ...bare].map((e) => e.outerHTML)];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", DRAWN)
def test_every_word_of_a_player_is_explained(visit: Visit, name: str) -> None:
    page = visit.open_paused(DRAWN[name])
    if page.locator(".ov-curvature:is(button):visible").count():
        page.locator(".ov-curvature:is(button)").click()
    many, silent = page.evaluate(SILENT)
    assert many >= 5
    assert silent == []


@pytest.mark.browser
def test_a_term_is_told_by_hover_by_keys_and_after_a_tap(visit: Visit) -> None:
    page = visit.open_paused(DRAWN["explore"])
    # A mouse that has pressed a button leaves it, and its tip with it.
    page.locator(".ov-loop").click()
    page.wait_for_selector(TIP)
    page.mouse.move(1, 1)
    page.wait_for_selector(TIP, state="hidden")
    page.locator("thead .ov-term").nth(1).hover()
    page.wait_for_selector(TIP)
    assert page.locator(TIP).text_content() == explained("f − f*")
    page.keyboard.press("Escape")
    page.wait_for_selector(TIP, state="hidden")
    step = page.locator(".ov-step").text_content()
    page.locator(".ov-whole").focus()
    page.keyboard.press("Tab")  # the start, which keys can move
    page.keyboard.press("Tab")
    assert page.locator(TIP).text_content() == explained("Optimizer")
    page.keyboard.press("ArrowRight")
    assert page.locator(TIP).text_content() == explained("f − f*")
    assert page.locator(".ov-step").text_content() == step, "arrow keys are the row's there"
    page.keyboard.press("Tab")
    note = optimizers.by_name("gradient_descent").note
    assert page.locator(TIP).text_content() == f"{note} (Hide GD)", "the first name"
    page.keyboard.press("Shift+Tab")
    assert page.locator(TIP).text_content() == explained("f − f*"), "one stop, where it was left"
    described = page.locator("thead .ov-term").nth(3).get_attribute("aria-describedby")
    assert page.locator(f"[id='{described}']").text_content() == explained("η")


@pytest.mark.browser
def test_a_frame_does_not_touch_what_is_explained(visit: Visit) -> None:
    page = visit.open_paused(DRAWN["compare"])
    page.evaluate("""() => { globalThis.changed = 0;
      const root = document.querySelector('.ov-player');
      for (const e of root.querySelectorAll('thead, .ov-signs, [id^=ov-term]'))
        new MutationObserver((all) => (changed += all.length)).observe(
          e, {childList: true, subtree: true, characterData: true, attributes: true}); }""")
    go_to(page, 9)
    page.evaluate("() => document.querySelector('.ov-player').player.redraw()")
    assert page.evaluate("() => changed") == 0


@pytest.mark.browser
def test_a_tap_on_a_phone_explains_within_the_window(browser: Any, server: Server) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    visit = Visit(browser, server, color_scheme="dark", **phone)
    try:
        page = visit.open_paused(DRAWN["line"])
        terms = page.locator(".ov-signs .ov-term:visible")
        assert terms.count() >= 8
        for term in terms.all():
            term.scroll_into_view_if_needed()
            term.tap()
            page.wait_for_selector(TIP)
            box, at = page.locator(TIP).bounding_box(), term.bounding_box()
            assert 0 <= box["x"] and box["x"] + box["width"] <= 390
            assert box["y"] >= at["y"] + at["height"] or box["y"] + box["height"] <= at["y"]
            assert at["height"] >= 24 and at["width"] >= 24
        page.locator(".ov-step").tap()
        page.wait_for_selector(TIP, state="hidden")
        assert not visit.console
    finally:
        visit.close()


@pytest.mark.browser
def test_pills_and_heads_of_tables_are_told(visit: Visit) -> None:
    page = visit.open_paused(DRAWN["explore"])
    for rule in (optimizers.by_name("nesterov"), optimizers.by_name("lbfgs")):
        pill = page.locator(".st-key-optimizers [role=toolbar] > button", has_text=rule.short)
        pill.first.hover()
        page.wait_for_function(
            f"(text) => document.querySelector('{TIP}')?.textContent === text", arg=rule.note
        )
        assert pill.first.get_attribute("aria-description") == rule.note
    heads = page.locator(".st-key-ends th")
    wide = "() => [...document.querySelectorAll('.st-key-ends th')].map((e) => e.offsetTop)"
    level = page.evaluate(wide)
    heads.last.scroll_into_view_if_needed()
    page.keyboard.press("Tab")  # now they are reached
    assert page.locator(".st-key-ends th[tabindex='0']").count() == 1
    assert page.evaluate(wide) == level, "a table remains a table"
    heads.first.focus()
    for head in heads.all():
        told = of_the_page()[head.text_content()]
        assert page.locator(TIP).text_content() == told
        assert head.get_attribute("aria-description") == told
        page.keyboard.press("ArrowRight")


def test_the_stop_rule_has_a_letter_of_its_own_nowhere() -> None:
    """ε is what a rule adds to a root, and nothing else; a stop rule has a tolerance."""
    for path in (ROOT / "ui").rglob("*.py"):
        if path.name == "defects.py":  # the post calls it so
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"(stop rule|<|than|below)[^\"]* ε", line), (path, line)


@pytest.mark.browser
def test_the_name_of_a_walk_says_what_is_special_of_its_rule(visit: Visit) -> None:
    page = visit.open_paused("/?walk=adam&walk=adam~learning_rate~0.5&walk=rmsprop")
    page.wait_for_function(f"() => window[Symbol.for('{EXPLAINED}')]?.sentences")
    for i, (does, rule) in enumerate(
        [("Hide Adam", "adam"), ("Hide Adam 2", "adam"), ("Hide RMSProp", "rmsprop")]
    ):
        name = page.locator(".ov-readout .ov-name").nth(i)
        name.hover()
        page.wait_for_selector(TIP)
        note = optimizers.by_name(rule).note
        assert page.locator(TIP).text_content() == f"{note} ({does})"
        assert name.get_attribute("aria-description") == note
        page.keyboard.press("Escape")


@pytest.mark.browser
@pytest.mark.parametrize("rule", ["adam", "momentum", "newton"])
def test_every_line_of_a_rule_says_what_it_is_for(visit: Visit, rule: str) -> None:
    page = visit.open_paused(f"/anatomy?of={rule}")
    roles = page.evaluate("""() => {
      const {words} = document.querySelector('.ov-player').player;
      return [...document.querySelectorAll('.ov-formula')].map(
        (e) => words[`?${e.dataset.term}`]); }""")
    assert len(roles) >= 2 and all(said and said.endswith(".") for said in roles)
    page.locator(".ov-rule-line button.ov-dot").last.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.locator(TIP).text_content() == _role(Role.STEP)


@pytest.mark.browser
def test_choices_without_a_label_are_explained(visit: Visit) -> None:
    visit.page.goto(f"{visit.server.url}/basins?surface=himmelblau&resolution=50")
    page = visit.page
    page.wait_for_selector(".oa-map")
    page.wait_for_function(f"() => window[Symbol.for('{EXPLAINED}')]?.sentences")
    for term in ("Every start", "Every setting"):
        page.get_by_role("radio", name=term).hover()
        page.wait_for_selector(TIP)
        assert page.locator(TIP).text_content() == explained(term)
    page.get_by_role("radio", name="Every setting").click()
    for term in ("Optimizer", "Learning rate against"):
        page.keyboard.press("Escape")
        box = page.locator(f".stMain input[aria-label='{term}']")
        box.hover()
        page.wait_for_selector(TIP)
        assert page.locator(TIP).text_content() == explained(term)
        assert box.get_attribute("aria-description") == explained(term)
