"""Whatever is changed while the film plays, it plays on, and no picture is of two runs at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.conftest import ROOT
from tests.test_player import many_walks
from tests.visit import READY, Server, Visit

pytestmark = pytest.mark.browser

# Long walks that are under way all the time, few of them, and everything that can be open open.
WALKS = "walk=gradient_descent~learning_rate~0.003&walk=adam~learning_rate~0.02"
OFTEN = f"start=-4~3&epochs=300&schedule=step&stop=gradient~0.001&{WALKS}"
PAGES = {
    "explore": f"/?{OFTEN}",
    "compare": f"/compare?{OFTEN}&walk=momentum~learning_rate~0.001",
    "rates": f"/rates?{OFTEN}",
    "anatomy": f"/anatomy?{OFTEN}&of=adam",
    "line": "/line?from=2.2~0.3&steps=200&ball=gradient_descent~0.002&ball=adam~0.005",
    "post": "/blog_post",
}

# Slowly, for ever, from the beginning: a walk that has arrived would stand still with good reason.
PLAY = """() => { const {clock} = document.querySelector('.ov-player').player;
  clock.loop = true; clock.speed = 0.5; clock.position = Math.min(clock.position, 5); clock.play(); }"""
REWIND = """() => { const {clock} = document.querySelector('.ov-player').player;
  clock.position = Math.min(clock.position, 0.05 * clock.steps); }"""
# What of the walks is to be seen, on the screen and not in our own books.
SEEN = """() => { const {player} = document.querySelector('.ov-player');
  if (player.inSpace) return player.space.root.data.slice(player.space.firstTrail).map(({x}) => x.join()).join();
  return [...document.querySelectorAll('.ov-trails .scatterlayer')].map((layer) => layer.innerHTML).join(); }"""
MOVES_ON = f"""(before) => {{ const {{clock}} = document.querySelector('.ov-player').player;
  return clock.playing && clock.frames > before.frames + 2 && clock.position !== before.position
    && ({SEEN})() !== before.seen; }}"""
NOW = f"""() => {{ const {{clock}} = document.querySelector('.ov-player').player;
  return {{frames: clock.frames, position: clock.position, seen: ({SEEN})()}}; }}"""

# In every frame of the browser: do the graphs hold the walks whose numbers are shown beside them?
WATCH = """() => {
  const mixed = (window.mixed = []);
  const tell = (what) => { if (!mixed.includes(what)) mixed.push(what); };
  const known = new WeakMap();
  const places = (walk) => {
    if (!known.has(walk)) known.set(walk, new Set([...walk.x, null]));
    return known.get(walk);
  };
  // All but the last point of a trail, which may lie between two steps, are steps of its walk.
  const foreign = (walk, {x}) => [...x].slice(0, -1).some((place) => !places(walk).has(place));
  const look = () => {
    requestAnimationFrame(look);
    const player = document.querySelector('.ov-player[data-ready]')?.player;
    if (!player) return;
    const {panels, walks, loss, ledger, rule, hidden} = player;
    const bends = Boolean(player.values);
    for (const panel of panels) {
      const {shown, trails, moving, spec} = panel;
      if (!shown || bends) continue;
      for (const [i, one] of shown.entries()) {
        const walk = trails ? one.members[0] : one;
        const drawn = trails ? trails.moving.data[i + 1] : moving.data[i];
        if (!walks.includes(walk)) tell('a walk of another run is shown');
        if (trails && one.members.length > 1) continue;
        if (foreign(walk, drawn)) tell('a trail of another run is drawn');
      }
    }
    if (bends) {
      if (loss.graph.data[0] && loss.graph.data[0].x.at(-1) !== player.values.at(-1)) tell('the chart is of other rates');
    } else {
      const shown = walks.filter((walk) => !hidden.has(walk.key));
      const curves = loss.graph.data.filter((trace) => trace.yaxis !== 'y2');
      if (shown.some((walk, i) => curves[i]?.y.length !== walk.last + 1)) tell('the losses are of another run');
    }
    if (ledger) {
      const names = [...rule.list.children].map((line) => line.dataset.name).join();
      if (names !== ledger.facts.lines.map((line) => line.name).join()) tell('the lines are of another rule');
      const step = parseInt(rule.title.textContent.match(/\\d+/)?.[0]) - 1;
      for (const {node, of, guard, i} of rule.gaps) {
        const is = node.textContent.replace(/[()]/g, '').replaceAll('−', '-');
        const value = ledger.arrays[of] ? ledger.at(of, step, i) : NaN;
        const wanted = Number.isFinite(value) ? Number(value.toPrecision(6)) : '—';
        if (String(Number(is)) !== String(wanted) && is !== String(wanted)) tell(`a number of another run: ${of}`);
      }
      const heads = player.series.map((chart) => chart.facts.series.map(({of}) => of));
      if (heads.flat().some((of) => !(of in ledger.arrays))) tell('a chart of another rule');
    }
  };
  look();
}"""

# Everything on the page that can be used, by what it is and what it is called. A file is not part
# of the picture, and what leads to another page is not a change of this one.
CONTROLS = """() => {
  const kinds = /^st(Selectbox|Slider|NumberInput|Checkbox|Button|ButtonGroup|MultiSelect|Expander)$/;
  const widgets = [...document.querySelectorAll('[data-testid=stSidebar] *, [data-testid=stMain] *')]
    .filter((part) => kinds.test(part.dataset?.testid ?? ''))
    .filter((part) => !part.querySelector('[disabled]') && part.offsetWidth);
  const own = [...document.querySelectorAll('.ov-player :is(button, select, input)')]
    .filter((part) => part.offsetWidth && !part.disabled && !part.matches('.ov-take'));
  const seen = {};
  return [...widgets, ...own].map((part) => {
    const kind = part.dataset.testid ?? part.tagName;
    const text = (part.getAttribute('aria-label') ?? part.querySelector('label, summary, button')?.innerText
      ?? part.innerText ?? '').replace(/\\s+/g, ' ').replace(/^(Hide|Show) /, '');
    const name = `${kind} ${part.className.match?.(/ov-\\S+/g)?.join('.') ?? ''} ${text}`;
    seen[name] = (seen[name] ?? 0) + 1;
    part.dataset.tried = `${name} ${seen[name]}`;
    return part.dataset.tried; });
}"""

IDLE = "() => !document.querySelector('[data-testid=stStatusWidget]')"
STATE = """() => { const {clock} = document.querySelector('.ov-player').player;
  const {playing, position, frames, busy, holds} = clock; return {playing, position, frames, busy, holds}; }"""
# Whether all that was asked for is drawn within a time that nobody waits for.
SETTLES = """async () => { const {clock} = document.querySelector('.ov-player').player;
  for (let i = 0; i < 200; i++) {
    if (!clock.busy && !clock.holds && !clock.dirty) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false; }"""


# What a hand does with a control; True where the server is asked. Clicks are the element's own: with
# a slow processor the checks before a click of the mouse take longer than all the rest.
def _keys(inside: str, *keys: str, asks: bool = True) -> Callable[[Any], bool]:
    def press(part: Any) -> bool:
        (part.locator(inside).first if inside else part).evaluate("(field) => field.focus()")
        for key in keys:
            part.page.keyboard.press(key)
        return asks

    return press


def _click(inside: str, asks: bool = True) -> Callable[[Any], bool]:
    def click(part: Any) -> bool:
        (part.locator(inside).last if inside else part).evaluate("(button) => button.click()")
        return asks

    return click


def _another(part: Any) -> bool:
    part.evaluate("""(part) => { part.selectedIndex = (part.selectedIndex + 1) % part.length;
      part.dispatchEvent(new Event('change', {bubbles: true})); }""")
    return False


HANDS = {
    "stSelectbox": _keys("input", "ArrowDown", "ArrowDown", "Enter"),
    "stSlider": _keys("[role=slider], input[type=range]", "ArrowRight"),
    "stNumberInput": _keys("input", "ArrowUp", "Enter"),
    "stCheckbox": _click("label"),
    "stButton": _click("button"),
    "stButtonGroup": _click("button:is([aria-checked=false], [aria-pressed=false])"),
    "stMultiSelect": _click("[data-tag] button"),
    "stExpander": _click("summary", asks=False),
    "BUTTON": _click("", asks=False),
    "SELECT": _another,
    "INPUT": _keys("", "ArrowRight", asks=False),
}
STOPS = re.compile(r"ov-(back|forward|play)\b|INPUT ov-scrub Step")


class Film:
    """A page whose film plays, and a hand that uses what is on it."""

    def __init__(self, visit: Visit, path: str) -> None:
        self.visit = visit
        self.page = visit.open(path)
        self.throttle = visit.context.new_cdp_session(self.page)
        self.page.wait_for_function(IDLE)
        self.page.evaluate(WATCH)
        self.page.evaluate(PLAY)

    def slower(self, times: int) -> None:
        self.throttle.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def now(self) -> dict[str, Any]:
        return self.page.evaluate(NOW)

    def moves_on(self, before: dict[str, Any], after: str) -> None:
        try:
            self.page.wait_for_function(MOVES_ON, arg=before, polling=50, timeout=15_000)
        except PlaywrightTimeoutError:
            pytest.fail(f"the film stands still after: {after}; {self.page.evaluate(STATE)}")

    def unused(self, used: set[str]) -> str | None:
        """The first control that was not used yet."""
        every = self.page.evaluate(CONTROLS)
        return next((name for name in every if name not in used and name.endswith(" 1")), None)

    def use(self, name: str) -> None:
        """Use a control in the midst of the film, and see that it plays on."""
        page = self.page
        page.evaluate(REWIND)
        page.evaluate(CONTROLS)
        part = page.locator(f"[data-tried='{name}']").first
        if not part.count():
            return  # it is there no more: the last panel, or a setting of another optimizer
        ready = page.get_attribute(".ov-player", "data-ready")
        asks = HANDS[name.split(" ")[0]](part)
        if asks:
            self.drawn_after(ready)
        if STOPS.search(name):
            assert not page.evaluate(STATE)["playing"], f"{name} stops the film"
            assert page.evaluate(SETTLES), f"{name} shows where it stops"
        else:
            assert page.evaluate(STATE)["playing"], f"{name} does not stop the film"
        page.evaluate(PLAY)
        self.moves_on(self.now(), name)

    def drawn_after(self, ready: str) -> None:
        """Wait for new data; some controls only change what stands beside the picture."""
        with suppress(PlaywrightTimeoutError):
            self.page.wait_for_function(
                "(n) => document.querySelector('.ov-player').dataset.ready !== n",
                arg=ready,
                polling=50,
                timeout=2_000,
            )

    def middle(self) -> tuple[float, float]:
        box = self.page.locator(".ov-walks").first.bounding_box()
        return box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"]

    def clicks_the_map(self) -> None:
        ready = self.page.get_attribute(".ov-player", "data-ready")
        self.page.mouse.click(*self.middle())
        self.drawn_after(ready)

    def zooms(self) -> None:
        self.page.mouse.move(*self.middle())
        for _turn in range(5):
            self.page.mouse.wheel(0, -20)

    def turns_dark(self) -> None:
        self.page.emulate_media(color_scheme="dark")
        self.page.wait_for_function("() => document.querySelector('.ov-player').player.dark")

    def has_another_size(self) -> None:
        self.page.set_viewport_size({"width": 1100, "height": 700})
        self.page.wait_for_timeout(300)

    def obeys(self) -> None:
        """Pause, scrubber, back to the start and play do what they say."""
        page = self.page
        page.locator(".ov-play").click()
        page.wait_for_selector(".ov-player[data-playing=false]")
        assert page.evaluate(SETTLES)
        before = self.now()
        page.wait_for_timeout(300)
        assert self.now() == before, "paused is paused"
        page.locator(".ov-controls .ov-scrub").fill("7")
        assert self.now()["position"] == 7
        assert page.evaluate(SETTLES)
        at_7 = self.now()
        assert at_7["seen"] != before["seen"]
        page.locator(".ov-restart").click()
        assert page.evaluate(SETTLES)
        assert self.now()["position"] == 0
        assert self.now()["seen"] != at_7["seen"]
        page.locator(".ov-play").click()
        self.moves_on(self.now(), "play")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_whatever_is_changed_while_it_plays_it_plays_on(
    browser: Any, server: Server, path: str
) -> None:
    visit = Visit(browser, server)
    film = Film(visit, path)
    used: set[str] = set()
    while new := film.unused(used):
        # What only the player knows is put back again; of what asks the server, one after the other
        # is used with a processor that is four and six times slower.
        times = (4, 6) if new.startswith("BUTTON") else ((4, 6)[len(used) % 2],)
        for throttle in times:
            # Space is drawn without a graphics card, which is slow enough.
            film.slower(1 if "ov-3d" in new else throttle)
            film.use(new)
        used.add(new)
    assert len(used) >= 15
    for act in (film.clicks_the_map, film.zooms, film.turns_dark, film.has_another_size):
        film.page.evaluate(REWIND)
        act()
        film.moves_on(film.now(), act.__name__)
    film.obeys()
    mixed = film.page.evaluate("() => window.mixed")
    console = [text for text in visit.console if "GL Driver Message" not in text]
    visit.close()
    assert not mixed
    assert not console


# What Plotly may do to one frame: say nothing, fail at once, fail later.
ILL = {
    "silent": "() => new Promise(() => {})",
    "failing": "() => { throw new Error('ill'); }",
    "failing later": "() => new Promise((_, reject) => setTimeout(() => reject(new Error('ill')), 50))",
}


@pytest.mark.parametrize("ill", ILL.values(), ids=ILL)
def test_a_frame_that_is_never_drawn_costs_a_moment_and_not_the_film(
    browser: Any, server: Server, tmp_path: Path, ill: str
) -> None:
    file = tmp_path / "walks.html"
    file.write_text(many_walks(2, 300, 2))
    visit = Visit(browser, server)
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    page.evaluate(PLAY)
    for name in ("animate", "react"):
        page.evaluate(
            f"""(name) => {{ const well = Plotly[name];
              Plotly[name] = (...all) => {{ Plotly[name] = well; return ({ill})(...all); }}; }}""",
            name,
        )
        if name == "react":
            page.evaluate("() => { document.querySelector('.ov-player').player.toggleSpace(); }")
        before = page.evaluate(NOW)
        page.wait_for_function(
            "(frames) => document.querySelector('.ov-player').player.clock.frames > frames + 5",
            arg=before["frames"],
            timeout=20_000,
        )
        assert page.evaluate(STATE)["playing"]
    page.locator(".ov-play").click()
    assert page.evaluate(SETTLES)
    console = [text for text in visit.console if "GL Driver Message" not in text]
    visit.close()
    # What failed is told, and what fails in the same way again is not.
    assert len(console) == (0 if ill == ILL["silent"] else 1)


def test_one_file_alone_speaks_to_plotly() -> None:
    """Whoever went past the queues would overtake what is being drawn."""
    sources = [*(ROOT / "ui").rglob("*.js")]
    assert len(sources) > 20
    speaking = {path.name for path in sources if re.search(r"\bPlotly\.\w", path.read_text())}
    assert speaking == {"drawing.js"}
