"""Whatever is changed while the film plays, it plays on, and no picture is of two runs at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

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
    "data": "/data?batch=4&learner=gradient_descent~learning_rate~0.003&learner=adam~learning_rate~0.02",
    "network": "/network?points=40&epochs=60&layers=4~4&trainer=gradient_descent&trainer=adam",
    "post": "/blog_post",
}

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
      if (player.header.network) { // no walk on a plane, but whose net it is
        if (!walks.includes(panel.walk)) tell('a net of another run is shown');
        continue;
      }
      if (!shown || bends || player.header.data && !trails) continue; // what models say, not where walks are
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
      // Of data there are losses of batches, too, and of many seeds.
      const its = (walk, i) => (player.header.data || player.header.network ? curves.some(({y}) => y.length === walk.last + 1) : curves[i]?.y.length === walk.last + 1);
      if (!shown.every(its)) tell('the losses are of another run');
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

# What is done and looked at in the page itself: with a slow processor every question from outside
# takes longer than its answer.
FILM = r"""() => {
  const root = () => document.querySelector('.ov-player');
  const clock = () => root().player.clock;
  const paint = () => new Promise(requestAnimationFrame);
  const app = document.querySelector('[data-testid=stApp]');
  const resting = () => app.dataset.testScriptState === 'notRunning';
  const mark = () => document.querySelector('[data-run]')?.dataset.run;
  let runs = 0, asked = 0;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) { asked += 1; send.call(this, message); };
  if (app) new MutationObserver(() => { runs += !resting(); }).observe(app, {attributeFilter: ['data-test-script-state']});
  const until = async (holds, limit) => {
    for (const end = performance.now() + limit; performance.now() < end; await paint()) if (holds()) return true;
    return holds();
  };
  const film = (window.film = {
    // What of the walks is to be seen, on the screen and not in our own books.
    seen() {
      const {inSpace, space} = root().player;
      if (inSpace) return space.root.data.slice(space.firstTrail).map(({x}) => x.join()).join();
      // A net may answer everything alike: then no line is there, but a shade; and a line moves by less
      // than a shade shows.
      const nets = [...document.querySelectorAll('.ov-answers')].map((net) =>
        net.querySelector('.ov-field').toDataURL() + net.querySelector('.ov-nets > path').getAttribute('d'));
      return [...document.querySelectorAll('.ov-trails .scatterlayer')].map((layer) => layer.innerHTML).join() + nets.join();
    },
    state() {
      const {playing, position, frames, busy, holds, dirty} = clock();
      return JSON.stringify({playing, position, frames, busy, holds, dirty});
    },
    // Slowly, for ever, from the beginning: a walk that has arrived would stand still with good reason.
    play() {
      Object.assign(clock(), {loop: true, speed: 0.5});
      film.rewind();
      clock().play();
    },
    rewind() { clock().position = Math.min(clock().position, 0.05 * clock().steps); },
    async movesOn() {
      // A net that is scrolled away is not painted while the film plays.
      if (root().player.header.network) document.querySelector('.ov-stage').scrollIntoView();
      const {frames, position} = clock(), seen = film.seen();
      return until(() => clock().playing && clock().frames > frames + 2 && clock().position !== position
        && film.seen() !== seen, 15000);
    },
    // Whether all that was asked for is drawn within a time that nobody waits for.
    settles: () => until(() => !clock().busy && !clock().holds && !clock().dirty, 10000),
    // Everything on the page that can be used, by what it is and what it is called, once each. A file is
    // not part of the picture, and what leads to another page is not a change of this one.
    controls() {
      const kinds = /^st(Selectbox|Slider|NumberInput|Checkbox|Button|ButtonGroup|MultiSelect|Expander)$/;
      const widgets = [...document.querySelectorAll('[data-testid=stSidebar] *, [data-testid=stMain] *')]
        .filter((part) => kinds.test(part.dataset?.testid ?? ''))
        .filter((part) => !part.querySelector('[disabled]') && part.offsetWidth);
      const own = [...document.querySelectorAll('.ov-player :is(button, select, input)')]
        .filter((part) => part.offsetWidth && !part.disabled && !part.matches('.ov-take'));
      const found = new Map();
      for (const part of [...widgets, ...own]) {
        const kind = part.dataset.testid ?? part.tagName;
        const text = (part.getAttribute('aria-label') ?? part.querySelector('label, summary, button')?.innerText
          ?? part.innerText ?? '').replace(/\s+/g, ' ').replace(/^(Hide|Show) /, '');
        const style = part.className.match?.(/ov-\S+/g)?.join('.') ?? '';
        // What is called by a number or a word that changes is told by its place among its like.
        const number = /^([\d.e−]+|only|all)$/.test(text);
        const like = number && [...document.querySelectorAll(`.${style}`)].indexOf(part);
        const name = `${kind} ${style} ${number ? like : text}`;
        // Who takes all walks away leaves none that could play on.
        if (!found.has(name) && !/None of them$/.test(name)) found.set(name, part);
      }
      return found;
    },
    names: () => [...film.controls().keys()],
    // Put a hand on a control in the midst of the film: its field has the focus and waits for keys, or
    // its button is clicked, or the next of its options is chosen.
    take(name, inside, keys) {
      const part = film.controls().get(name);
      if (!part) return false; // it is there no more: the last panel, or a setting of another optimizer
      film.rewind();
      film.before = {runs, asked, mark: mark(), ready: root().dataset.ready};
      const parts = inside ? part.querySelectorAll(inside) : [part];
      if (keys) {
        parts[0].focus();
        const {value, max} = parts[0];
        const [at, most] = [parts[0].getAttribute('aria-valuenow') ?? value, parts[0].getAttribute('aria-valuemax') ?? max];
        if (most && Number(at) >= Number(most)) return 'at the end';
      } else if (part.matches('select')) {
        part.selectedIndex = (part.selectedIndex + 1) % part.length;
        part.dispatchEvent(new Event('change', {bubbles: true}));
      } else {
        [...parts].at(-1).click();
      }
      return true;
    },
    // Does it play on? Where the server is asked, when it has answered. What is wrong, or nothing.
    async after(asks, stops) {
      if (asks) {
        if (!(await until(() => asked > film.before.asked, 2000))) return 'does not ask the server';
        // A run that is over within a frame of the browser is not seen; it leaves another mark of its end.
        const over = () => runs > film.before.runs || mark() !== film.before.mark
          || root().dataset.ready !== film.before.ready;
        await until(over, 3000);
        await until(() => resting() && !clock().holds, 10000);
        // New data are drawn a moment after the run; some controls bring none.
        await until(() => root().dataset.ready !== film.before.ready, 1000);
      }
      film.renewed = root().dataset.ready !== film.before.ready;
      if (stops) {
        if (clock().playing) return `does not stop: ${film.state()}`;
        if (!(await film.settles())) return `does not show where it stops: ${film.state()}`;
      } else if (!clock().playing) {
        return `stops: ${film.state()}`;
      }
      film.play();
      return (await film.movesOn()) ? null : `stands still: ${film.state()}`;
    },
    // A place on the first map that is far from all walks: near one, a click may mean the walk.
    free() {
      const graph = document.querySelector('.ov-walks'), {xaxis, yaxis} = graph._fullLayout;
      const box = graph.getBoundingClientRect(), {walks} = root().player;
      const points = walks.flatMap(({x, y}) => Array.from(x ?? [], (at, k) => [xaxis.d2p(at), yaxis.d2p(y[k])]));
      const far = ([px, py]) => Math.min(...points.map(([x, y]) => Math.hypot(x - px, y - py)).filter(Number.isFinite));
      const places = [];
      for (let i = 1; i < 10; i++) for (let j = 1; j < 10; j++) {
        const [px, py] = [(i / 10) * xaxis._length, (j / 10) * yaxis._length];
        if (box.top + yaxis._offset + py < innerHeight) places.push([px, py]);
      }
      const [px, py] = places.reduce((best, place) => (far(place) > far(best) ? place : best));
      return [box.left + xaxis._offset + px, box.top + yaxis._offset + py];
    },
  });
}"""


# What a hand does with a control: where inside it, the keys it presses there (else it clicks), and
# whether the server is asked. Clicks are the element's own: with a slow processor the checks before
# a click of the mouse take longer than all the rest.
HANDS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "stSelectbox": ("input", ("ArrowDown", "ArrowDown", "Enter"), True),
    "stSlider": ("[role=slider], input[type=range]", ("ArrowRight",), True),
    "stNumberInput": ("input", ("ArrowUp", "Enter"), True),
    "stCheckbox": ("input", (), True),
    "stButton": ("button", (), True),
    "stButtonGroup": ("button:is([aria-checked=false], [aria-pressed=false])", (), True),
    "stMultiSelect": ("[data-tag] button", (), True),
    "stExpander": ("summary", (), False),
    "BUTTON": ("", (), False),
    "SELECT": ("", (), False),
    "INPUT": ("", ("ArrowRight",), False),
}
STOPS = re.compile(r"ov-(back|forward|play)\b|INPUT ov-scrub Step")
# A browser without a graphics card says that its pixels are slow to read.
NO_CARD = re.compile("GL Driver Message|Canvas2D")
IDLE = "() => !document.querySelector('[data-testid=stStatusWidget]')"


class Film:
    """A page whose film plays, and a hand that uses what is on it."""

    def __init__(self, visit: Visit, path: str) -> None:
        self.visit = visit
        self.page = visit.open(path)
        self.throttle = visit.context.new_cdp_session(self.page)
        self.page.wait_for_function(IDLE)
        self.page.evaluate(WATCH)
        self.page.evaluate(FILM)
        self.page.evaluate("() => film.play()")
        self.renewed: list[str] = []  # controls that brought new data

    def slower(self, times: int) -> None:
        self.throttle.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def position(self) -> float:
        return self.page.evaluate(
            "() => document.querySelector('.ov-player').player.clock.position"
        )

    def seen(self) -> str:
        return self.page.evaluate("() => film.seen()")

    def plays_on(self, after: str) -> None:
        wrong = self.page.evaluate("async () => (await film.movesOn()) ? null : film.state()")
        assert not wrong, f"the film stands still after: {after}"

    def settles(self) -> None:
        assert self.page.evaluate("() => film.settles()")

    def unused(self, used: set[str]) -> str | None:
        """The first control that was not used yet."""
        return next(
            (name for name in self.page.evaluate("() => film.names()") if name not in used), None
        )

    def use(self, name: str) -> None:
        """Use a control in the midst of the film, and see that it plays on."""
        page = self.page
        inside, keys, asks = HANDS[name.split(" ")[0]]
        taken = page.evaluate("(all) => film.take(...all)", [name, inside, len(keys)])
        if not taken:
            return
        if taken == "at the end" and keys == ("ArrowRight",):
            keys = ("ArrowLeft",)
        for key in keys:
            page.keyboard.press(key)
        stops = bool(STOPS.search(name))
        wrong = page.evaluate("(all) => film.after(...all)", [asks, stops])
        assert not wrong, name
        if asks and page.evaluate("() => film.renewed"):
            self.renewed.append(name)

    def clicks_the_map(self) -> None:
        self.page.mouse.click(*self.page.evaluate("() => film.free()"))

    def zooms(self) -> None:
        self.page.mouse.move(*self.page.evaluate("() => film.free()"))
        for _turn in range(3):
            self.page.mouse.wheel(0, -20)

    def turns_dark(self) -> None:
        self.page.emulate_media(color_scheme="dark")
        self.page.wait_for_function("() => document.querySelector('.ov-player').player.dark")

    def has_another_size(self) -> None:
        box = "() => document.querySelector('.ov-player').player.box"
        before = self.page.evaluate(box)
        self.page.set_viewport_size({"width": 1100, "height": 700})
        self.page.wait_for_function(f"(before) => ({box})() !== before", arg=before)

    def obeys(self) -> None:
        """Pause, scrubber, back to the start and play do what they say."""
        page = self.page
        page.locator(".ov-play").click()
        page.wait_for_selector(".ov-player[data-playing=false]")
        self.settles()
        before = self.position(), self.seen()
        page.wait_for_timeout(300)
        assert (self.position(), self.seen()) == before, "paused is paused"
        page.locator(".ov-controls .ov-scrub").fill("7")
        assert self.position() == 7
        self.settles()
        at_7 = self.seen()
        assert at_7 != before[1]
        page.locator(".ov-restart").click()
        self.settles()
        assert self.position() == 0
        assert self.seen() != at_7
        page.locator(".ov-play").click()
        self.plays_on("play")


def said_by_us(visit: Visit) -> list[str]:
    return [text for text in visit.console if not NO_CARD.search(text)]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_whatever_is_changed_while_it_plays_it_plays_on(
    browser: Any, server: Server, path: str
) -> None:
    visit = Visit(browser, server)
    film = Film(visit, path)
    used: set[str] = set()
    while new := film.unused(used):
        # Every other one with a processor that is four and six times slower. What only the player
        # knows is put back again; space is drawn without a graphics card, which is slow enough.
        for throttle in (4, 6) if new.startswith("BUTTON") else ((4, 6)[len(used) % 2],):
            film.slower(1 if "ov-3d" in new else throttle)
            film.use(new)
        used.add(new)
    assert len(used) >= 15
    on_the_map = () if "/network" in path else (film.clicks_the_map, film.zooms)
    for act in (*on_the_map, film.turns_dark, film.has_another_size):
        film.page.evaluate("() => film.rewind()")
        act()
        film.plays_on(act.__name__)
    film.obeys()
    mixed = film.page.evaluate("() => window.mixed")
    console = said_by_us(visit)
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
    page.evaluate(FILM)
    page.evaluate("() => film.play()")
    frames = "() => document.querySelector('.ov-player').player.clock.frames"
    for name in ("animate", "react"):
        page.evaluate(
            f"""(name) => {{ const well = Plotly[name];
              Plotly[name] = (...all) => {{ Plotly[name] = well; return ({ill})(...all); }}; }}""",
            name,
        )
        if name == "react":
            page.evaluate("() => { document.querySelector('.ov-player').player.toggleSpace(); }")
        page.wait_for_function(
            f"(before) => ({frames})() > before + 5", arg=page.evaluate(frames), timeout=20_000
        )
        assert page.get_attribute(".ov-player", "data-playing") == "true"
    page.locator(".ov-play").click()
    assert page.evaluate("() => film.settles()")
    console = said_by_us(visit)
    visit.close()
    # What failed is told, and what fails in the same way again is not.
    assert len(console) == (0 if ill == ILL["silent"] else 1)


def test_one_file_alone_speaks_to_plotly() -> None:
    """Whoever went past the queues would overtake what is being drawn."""
    sources = [*(ROOT / "ui").rglob("*.js")]
    assert len(sources) > 20
    speaking = {path.name for path in sources if re.search(r"\bPlotly\.\w", path.read_text())}
    assert speaking == {"drawing.js"}
