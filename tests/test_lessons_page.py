"""The page of lessons: every lesson asked, answered rightly and wrongly, and opened elsewhere."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from figures.blob import unpack
from lessons import LESSONS, by_name
from lessons.lesson import Choose, DragNumber, DrawLoss, FillIn, Finding, Lesson, PlaceEnd, Sentence
from lessons.runs import ExamplesRun, LineRun, NetRun, PlaneRun, Run
from tests.test_pages import components, healthy, opened
from ui import scene
from ui.data import scene as data_scene
from ui.lessons import pictures
from ui.lessons.answers import distance
from ui.lessons.asking import blanked, stops
from ui.lessons.given import KEY, Given
from ui.lessons.opens import opens
from ui.lessons.said import as_text, said, written
from ui.lessons.show import found
from ui.lessons.teachers import run_in
from ui.line.settings import walks_of as balls_of
from ui.numbers import short
from ui.table import DATA, LABS, LINE, MAPS, NETWORK

SEEN_BY = {"explore": MAPS, "compare": MAPS, "data": DATA, "line": LINE, "network": NETWORK}
NAMES = [lesson.name for lesson in LESSONS]
RUNS = [
    pytest.param(run, id=f"{lesson.name}-{i}")
    for lesson in LESSONS
    for i, run in enumerate((lesson.run, *(one.run for one in lesson.tries)))
]


def texts(app: AppTest) -> str:
    """All that stands on the page, without Markdown's escapes."""
    said_here = (*app.markdown, *app.caption, *app.header, *app.subheader)
    parts = [element.value for element in said_here]
    return re.sub(r"\\(.)", r"\1", "\n".join(parts))


def sent(app: AppTest) -> bytes:
    """All that was sent to players, grounds left out."""
    return b"".join(components(app, "player"))


# -- the run of a lesson is the run of the page that opens with it ---------------------------------


@pytest.mark.parametrize("run", RUNS)
def test_a_link_opens_exactly_the_run(run: Run) -> None:
    where = opens(run)
    settings, notes = SEEN_BY[where.page].read(where.query)
    assert not notes and settings == where.settings
    if isinstance(run, NetRun):
        assert settings.held_count == 0 and settings.updates == run.epochs and settings.every >= 1
        begins = settings.begins()
        mine = run.loss.value(begins[None])
        np.testing.assert_allclose(settings.loss.value(begins[None]), mine, rtol=1e-12)
        rules = [choice.optimizer() for choice in settings.choices]
        assert rules == [*run.rules]
        lab, notes = LABS.read(where.query)
        assert not notes and (lab.opened == run.below or not run.below)
        assert all(getattr(lab, word) == value for word, value in run.turned)
        return
    if isinstance(run, LineRun):
        walked = [walk.trajectory.points[:, 0] for walk in balls_of(settings)]
        wanted = [walk.points[:, i, 0] for walk in run.walks for i in range(len(run.starts))]
    elif isinstance(run, ExamplesRun):
        drawn = settings.batches.indices(settings.count, settings.updates)
        walked = [walk.points for walk in data_scene.raced(settings, drawn)]
        wanted = [walk.points for walk in run.walks]
    else:
        assert isinstance(run, PlaneRun)
        walked = [walk.trajectory.points for walk in scene.walks_of(settings)]
        wanted = [walk.points for walk in run.walks]
    assert len(walked) == len(wanted)
    for one, other in zip(walked, wanted, strict=True):
        # A whole batch may be summed in another order.
        few = slice(0, 60)
        np.testing.assert_allclose(one[few], other[few], rtol=1e-7, atol=1e-9)


# -- every lesson, asked and answered --------------------------------------------------------------


def answers(lesson: Lesson) -> tuple[Any, Any]:
    """An answer that is right, and one that is not."""
    right = found(lesson.name).right
    match lesson.predicts:
        case Choose(given):
            return int(right), (int(right) + 1) % len(given)
        case DragNumber():
            return float(right), lesson.predicts.least
        case FillIn():
            return tuple(right), tuple(-2 * number - 1 for number in right)
        case PlaceEnd():
            return tuple(map(float, right)), (float(right[0]) + 3, float(right[1]) - 4)
        case _:
            heights = np.maximum(np.asarray(right, float), 1e-300)
            some = np.linspace(0, len(heights) - 1, min(41, len(heights))).round().astype(int)
            return tuple(heights[some].tolist()), tuple((heights[some] * 10).tolist())


def secrets_of(lesson: Lesson) -> list[str]:
    """Sentences that nobody may read before they have answered."""
    finding = found(lesson.name)
    sentences = [*finding.because, *finding.reasons]
    return [said(one) for one in sentences] + ([said(finding.judged)] if finding.judged else [])


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_asked_without_its_answer_and_answered_with_reasons(name: str) -> None:
    lesson = by_name(name)
    app = opened("lessons", {"lesson": [name]})
    healthy(app)
    assert not app.warning and dict(app.query_params)["lesson"] in (name, [name])
    before = texts(app)
    assert said(lesson.question) in before
    assert not any(secret in before for secret in secrets_of(lesson))
    for blob in components(app, "player"):
        header, arrays = unpack(blob)
        # Neither walks nor minima, nor a height that is counted from one.
        assert not header.get("walks") and not header.get("minima") and not arrays
        assert header.get("minimum") is None
    assert app.button(key="lessons.commit").disabled
    right, wrong = answers(lesson)
    for answer in (right, wrong):
        app.session_state[KEY] = Given(name, answer)
        app.run()
        healthy(app)
        after = texts(app)
        assert all(said(one) in after for one in found(name).because)
        for line in distance(lesson.predicts, found(name), answer):
            assert line in after
        if isinstance(lesson.predicts, PlaceEnd):
            assert list(answer) == unpack(components(app, "player")[-1])[0]["lesson"]["pin"]
        if isinstance(lesson.predicts, DrawLoss):
            sketch = unpack(components(app, "player")[-1])[0]["lesson"]["sketch"]
            assert sketch["y"] == list(answer) and sketch["x"][-1] == len(found(name).right) - 1
    said_right, said_wrong = (
        distance(lesson.predicts, found(name), answer) for answer in (right, wrong)
    )
    assert said_right != said_wrong
    saw = app.radio(key=f"lessons.saw.{name}")
    assert saw.value is None
    if found(name).seen_right is not None:
        saw.set_value(found(name).seen_right).run()
        assert "So do the numbers of the run say." in texts(app)


def test_a_choice_is_committed_by_hand_and_taken_back() -> None:
    app = opened("lessons", {"lesson": ["rate-too-large"]})
    [radio] = app.radio
    assert radio.value is None and not app.query_params.get("answer")
    radio.set_value(0).run()
    app.button(key="lessons.commit").click().run()
    healthy(app)
    assert "It would, below 0.5; 0.51 is above." in texts(app)
    assert {*app.query_params} == {"lesson"}
    app.button(key="lessons.again").click().run()
    assert "It would, below 0.5" not in texts(app) and app.radio[0].value is None
    # Who comes back to the menu and to a lesson is asked anew.
    app.button(key="lessons.back").click().run()
    assert not app.query_params and len(app.get("page_link")) == len(LESSONS)


def test_a_teacher_s_link_waits_for_reveal() -> None:
    app = opened("lessons", {"lesson": ["rate-too-large"], "answer": ["hidden"]})
    app.radio[0].set_value(2).run()
    app.button(key="lessons.commit").click().run()
    healthy(app)
    secrets = secrets_of(by_name("rate-too-large"))
    assert not any(secret in texts(app) for secret in secrets) and not sent(app)
    app.button(key="lessons.reveal").click().run()
    assert all(secret in texts(app) for secret in [secrets[0], secrets[-1]])
    assert {*app.query_params} == {"lesson", "answer"}


def test_a_question_of_one_s_own_is_text_and_its_end_a_place() -> None:
    question = "**Where** <b>does</b> $it$ [end](http://x.y)?"
    run = run_in(
        "https://x.y/compare?surface=bowl&start=-4~3&epochs=20&walk=momentum~learning_rate~0.1"
    )
    assert run is not None
    app = opened("lessons", {"ask": [question], "run": [run]})
    healthy(app)
    assert as_text(question) in [element.value for element in app.markdown]
    [blob] = components(app, "player")
    assert unpack(blob)[0]["walks"] == [] and unpack(blob)[0]["minima"] == []
    of = f"own.{question}.{run}"
    app.session_state[KEY] = Given(of, (1.0, 1.0))
    app.run()
    assert not sent(app)
    app.button(key="lessons.reveal").click().run()
    healthy(app)
    settings, _notes = MAPS.read(
        {
            "surface": ["bowl"],
            "start": ["-4~3"],
            "epochs": ["20"],
            "walk": ["momentum~learning_rate~0.1"],
        }
    )
    end = scene.walks_of(settings)[0].trajectory.points[-1]
    assert short(float(np.hypot(*(end - 1)))) in texts(app)
    for nothing in (
        "",
        "https://x.y",
        "https://[",
        "lesson=x",
        "https://x.y/?walk=none&surface=bowl",
    ):
        assert run_in(nothing) is None


# -- words -----------------------------------------------------------------------------------------


def test_numbers_of_a_sentence_are_written_as_everywhere() -> None:
    sentence = Sentence(
        "{a}, {b}, {c}, {d}", a=-3, b=np.int64(12345), c=-0.123456, d=np.float32(0.5)
    )
    assert said(sentence) == "−3, 12345, −0.1235, 0.5"
    assert written(by_name("rate-too-large")) == "A rate that is a little too large"


def test_a_slider_of_a_prediction_goes_from_end_to_end_in_few_stops() -> None:
    for lesson in LESSONS:
        if isinstance(lesson.predicts, DragNumber):
            there = stops(lesson.predicts)
            assert there[0] == lesson.predicts.least and there[-1] == lesson.predicts.most
            assert there == sorted(set(there)) and 8 <= len(there) <= 150


def test_a_worked_step_hides_what_is_asked_for_and_nothing_else() -> None:
    for lesson in LESSONS:
        if isinstance(lesson.predicts, FillIn):
            finding = found(lesson.name)
            lines = blanked(finding.worked, finding.right)
            whole = [said(line) for line in finding.worked]
            assert len(lines) == len(whole) and lines != whole
            shown = " ".join(lines)
            for i, number in enumerate(finding.right):
                assert f"▢{i + 1}" in shown, "every number that is asked for has its place"
                assert short(number) not in re.findall(r"[−\d.e]+", shown)


def test_how_far_an_answer_is_off_is_computed() -> None:
    number = DragNumber(Sentence("n"), 1.0, 1000.0, logarithmic=True)

    def far(predicts: Any, right: Any, answer: Any) -> str:
        return " ".join(distance(predicts, Finding(right, ()), answer))

    assert "10 times too much" in far(number, 5.0, 50.0)
    assert "10 times as much" in far(number, 50.0, 5.0)
    assert "2.5 less than you said" in far(DragNumber(Sentence("n"), 0, 9), 2.0, 4.5)
    assert "5 from there" in far(PlaceEnd(), (0.0, 0.0), (3.0, 4.0))
    drawn = far(DrawLoss(), np.array([1.0, 1.0, 1.0]), (1.0, 4.0, 0.5))
    assert "At step 1 your line is at 4, above" in drawn and "factor of 4" in drawn
    assert "At step 2 your line is at 0.5, below" in drawn and "factor of 2" in drawn
    filled = FillIn((Sentence("a"), Sentence("b"), Sentence("c")))
    told = far(filled, (2.0, 3.0, 4.0), (2.001, -3.0, 5.0))
    assert "as you wrote" in told and "other sign" in told and "off by 1" in told


OF_DATA = [lesson.run for lesson in LESSONS if isinstance(lesson.run, ExamplesRun)]


def test_no_hand_turns_a_run_from_what_is_said_of_it() -> None:
    """On Data the same run is turned live; below a lesson's stand sentences of that run alone."""
    now = opens(OF_DATA[0]).settings
    blob = data_scene.blob_of(now)
    assert "live" in unpack(blob)[0]
    assert "live" not in unpack(pictures._in_lesson(blob, {}))[0]


def test_the_page_data_opens_with_the_section_that_a_lesson_is_about() -> None:
    links = [(run.below, opens(run).query.get("below")) for run in OF_DATA]
    assert all(words == ([below] if below else None) for below, words in links)
    assert len({below for below, _ in links}) > 3
