"""What stands below the panes of the page on data: opened one at a time, and never for nothing."""

from __future__ import annotations

import pytest

from tests.test_pages import components, healthy, opened
from ui.data.below import sections
from ui.data.below.names import CLOSED, NAMES
from ui.data.below.sections import SECTIONS
from ui.data.below.show import run_of
from ui.data.settings import first_data_settings

PAGE = "data"
STILLS = {"floor": 2, "saturation": 2}


@pytest.mark.parametrize("loss", ["least_squares", "logistic"])
@pytest.mark.parametrize("name", NAMES)
def test_a_section_opens_by_its_link(name: str, loss: str) -> None:
    app = opened(PAGE, {"loss": [loss], "below": [name]})
    healthy(app)
    assert app.query_params["below"] == name
    found = SECTIONS[name](run_of(first_data_settings(loss)), "light")
    assert found.sentences[0] in app.markdown[0].value
    assert len(components(app, "still")) == len(found.pictures)
    if found.pictures:
        assert len(found.pictures) == STILLS.get(name, 1)


def test_what_nobody_looks_at_is_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in NAMES:

        def counted(run, mode, name=name, own=SECTIONS[name]):  # type: ignore[no-untyped-def]
            asked.append(name)
            return own(run, mode)

        monkeypatch.setitem(sections.SECTIONS, name, counted)
    healthy(opened(PAGE, {}))
    healthy(opened(PAGE, {"below": [CLOSED]}))
    assert asked == []
    healthy(opened(PAGE, {"below": ["visits"]}))
    assert asked == ["visits"]


def test_a_choice_opens_a_section_and_closes_it() -> None:
    app = opened(PAGE, {})
    (closer,) = [group for group in app.button_group if group.label == "Look closer at"]
    closer.set_value("visits").run()
    healthy(app)
    assert app.query_params["below"] == "visits" and "updates per epoch" in app.markdown[0].value
    (closer,) = [group for group in app.button_group if group.label == "Look closer at"]
    closer.set_value(None).run()
    healthy(app)
    assert "below" not in app.query_params and not app.markdown


def test_a_word_that_opens_nothing_is_noted() -> None:
    app = opened(PAGE, {"below": ["cellar"]})
    assert app.warning and not app.markdown
