"""The scripts of the browser: how they are put together, and those that need no page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from figures.blob import pack
from ui.delivery import shelf
from ui.delivery.bundle import BundleError, bundle, closed, in_order

UI = Path(__file__).parent.parent / "ui"
# What is mounted, put into the page's head or into a saved page.
ENTRIES = [
    UI / name
    for name in (
        *("player/kinds.js", "player/alone.js", "maps/basins.js", "post/still.js"),
        *("delivery/loader.js", "delivery/arrive.js", "explained.js", "beside.js"),
        "lessons/memory.js",
    )
]
# What Streamlit runs as it is (ui/address.py, ui/delivery/mount.py).
BY_THEMSELVES = {
    UI / name
    for name in (
        "history.js",
        "lists.js",
        "tables.js",
        "hold.js",
        "delivery/boot.js",
        "delivery/one_theme.js",
    )
}
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)


def write(folder: Path, **texts: str) -> Path:
    """Files of these names; returns the first."""
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(texts))}.js"


# -- putting together --------------------------------------------------------------------------


@each_entry
def test_every_file_stands_once_and_before_what_uses_it(entry: Path) -> None:
    modules = in_order(entry)
    order = [module.path for module in modules]
    assert order[-1] == entry and len(set(order)) == len(order)
    for place, module in enumerate(modules):
        assert set(module.imports) <= set(order[:place]), module.path
    text = bundle(entry)
    for path in order[:-1]:
        assert text.count(f"const ${path.stem.replace('-', '_')} = ") == 1, path
    assert not re.search(r"^\s*import\b(?!\()", text, re.MULTILINE), "nothing is left to fetch"


def test_every_script_is_sent() -> None:
    sent = {module.path for entry in ENTRIES for module in in_order(entry)}
    assert set(UI.rglob("*.js")) == sent | BY_THEMSELVES


def test_what_is_served_is_the_bundle() -> None:
    from ui import maps, player
    from ui.post import still

    for room in (player, maps, still):
        file = shelf.find(room.assets()["SCRIPT"])
        assert file is not None and file.content.decode() == bundle(room.ENTRY)


def test_a_circle_is_an_error_that_names_it(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        a='import {b} from "./b.js";\nexport const a = b;\n',
        b='import {c} from "./c.js";\nexport const b = c;\n',
        c='import {b} from "./b.js";\nexport const c = b;\n',
    )
    with pytest.raises(BundleError, match=r"^b\.js → c\.js → b\.js"):
        bundle(entry)


def test_what_is_not_exported_cannot_be_imported(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        a='import {b, hidden} from "./b.js";\nexport const a = b + hidden;\n',
        b="export const b = 1;\nconst hidden = 2;\n",
    )
    with pytest.raises(BundleError, match=r"a\.js imports hidden from b\.js"):
        bundle(entry)


@pytest.mark.parametrize(
    "line",
    [
        'import b from "./b.js";',
        'import * as b from "./b.js";',
        'import {b as c} from "./b.js";',
        'import "./b.js";',
        'import {b} from "b";',
        'export {b} from "./b.js";',
        'export * from "./b.js";',
        "export {b as c};",
        "export let b = 1;",
    ],
)
def test_other_forms_are_refused(tmp_path: Path, line: str) -> None:
    write(tmp_path, b="export const b = 1;\n")
    with pytest.raises(BundleError):
        bundle(write(tmp_path, a=f"{line}\n"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"nowhere\.js"):
        bundle(write(tmp_path, a='import {b} from "./nowhere.js";\n'))


def test_only_the_entry_may_have_a_default_export(tmp_path: Path) -> None:
    write(tmp_path, b="export const b = 1;\nexport default function () {}\n")
    with pytest.raises(BundleError, match="default"):
        bundle(write(tmp_path, a='import {b} from "./b.js";\n'))
    assert "export default function" in bundle(tmp_path / "b.js")


@pytest.mark.browser
def test_two_files_may_have_a_private_name_in_common(browser: Any, tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        a='// A.\nimport {b, Base} from "./b.js";\nimport {c} from "./c.js";\n'
        "const SIDE = 1;\nexport class Above extends Base {}\n"
        "export const all = [SIDE, b(), c, `// ${SIDE}`, new Above().own()];\n",
        b="const SIDE = 2; // of b\nexport function b() { return SIDE; }\n"
        "/** @param {number} x */\nexport class Base { own() { return SIDE; } }\n",
        c='import {b} from "./b.js";\nconst SIDE = 3;\nconst c = SIDE + b();\nexport {c};\n',
    )
    page = browser.new_page()
    assert page.evaluate(f"() => {closed(entry)}.all") == [1, 2, 5, "// 1", 2]
    made = page.evaluate(
        """async (text) => {
        const made = await import(URL.createObjectURL(new Blob([text], {type: "text/javascript"})));
        return [Object.keys(made), made.all]; }""",
        bundle(entry),
    )
    assert made == [["Above", "all"], [1, 2, 5, "// 1", 2]]
    page.close()


# -- files that need no page, as they lie in their folder -----------------------------------------


@pytest.fixture(scope="module")
def lab(browser: Any) -> Iterator[Any]:
    """An empty page that may import any file of ui/."""
    page = browser.new_page()

    def answer(route: Any) -> None:
        path = UI / route.request.url.split("/", 3)[3]
        if path.suffix == ".js":
            route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>lab</title>", content_type="text/html")

    page.route("http://lab.test/**", answer)
    page.goto("http://lab.test/")
    yield page
    page.close()


def ask(lab: Any, file: str, act: str, given: Any = None) -> Any:
    """What ``act``, a function of a file's exports and of what is given, returns."""
    return lab.evaluate(
        f"async ([file, given]) => ({act})(await import(file), given)", [f"/{file}", given]
    )


@pytest.mark.browser
@each_entry
def test_files_run_as_they_are(lab: Any, entry: Path) -> None:
    if entry.name != "loader.js":  # which waits for what the server says before it
        assert ask(lab, str(entry.relative_to(UI)), "(made) => Object.keys(made).length") >= 1


@pytest.mark.browser
def test_a_blob_is_unpacked_to_what_was_packed(lab: Any) -> None:
    rng = np.random.default_rng(4)
    arrays = {
        "a": rng.normal(size=7),
        "b": rng.normal(size=5).astype(np.float32),
        "c": rng.integers(0, 65535, 3).astype(np.uint16),  # leaves the next one unaligned
        "d": rng.integers(-9, 9, 4).astype(np.int32),
        "none": np.empty(0),
    }
    header = {"name": "η → ∞", "list": [1, None, "x"]}
    made = ask(
        lab,
        "player/blob.js",
        """({unpack}, given) => { const {header, arrays} = unpack(Uint8Array.from([0, ...given]).subarray(1));
        return [header, Object.fromEntries(Object.entries(arrays).map(([name, numbers]) => [name, [...numbers]])),
          Object.values(arrays).map((numbers) => numbers.constructor.name)]; }""",
        list(pack(header, arrays)),
    )
    assert {name: made[0][name] for name in header} == header
    assert made[1] == {name: numbers.tolist() for name, numbers in arrays.items()}
    kinds = ["Float64Array", "Float32Array", "Uint16Array", "Int32Array", "Float64Array"]
    assert made[2] == kinds


@pytest.mark.browser
def test_numbers_are_written_in_four_digits_that_mean_something(lab: Any) -> None:
    wanted = {
        "0": "0",
        "1": "1.000",
        "-1.5": "−1.500",
        "0.001": "0.001000",
        "0.000999": "9.99e−4",
        "9999.4": "9999",
        "9999.6": "1.00e4",
        "-1e300": "−1.00e300",
        "Infinity": "—",
        "NaN": "—",
        "null": "—",
        "undefined": "—",
    }
    made = ask(
        lab, "player/theme.js", f"({{number}}) => [{', '.join(wanted)}].map((x) => number(x))"
    )
    assert made == list(wanted.values())


@pytest.mark.browser
def test_six_digits_are_those_that_python_writes(lab: Any) -> None:
    rng = np.random.default_rng(5)
    # Away from powers of ten, where the two change to exponents at different sizes.
    values = (rng.uniform(-9.9, 9.9, 60) * 10.0 ** rng.integers(-3, 5, 60)).tolist()
    values = [value for value in values if 1.1e-3 < abs(value) < 9.9e5]
    made = ask(lab, "player/theme.js", "({digits}, given) => given.map(digits)", values)
    assert made == [f"{value:.6g}".replace("-", "−") for value in values]


@pytest.mark.browser
def test_a_head_goes_straight_from_step_to_step_and_stays_at_the_last(lab: Any) -> None:
    walk = {"x": [0, 2, 2], "y": [0, 4, -4], "last": 2}
    act = "({headAt}, [walk, places]) => places.map((place) => headAt(walk, place))"
    made = ask(lab, "player/walk.js", act, [walk, [0, 0.25, 1, 1.5, 2, 2.5, 9]])
    assert made == [[0, 0], [0.5, 1], [2, 4], [2, 0], [2, -4], [2, -4], [2, -4]]


@pytest.mark.browser
def test_a_trail_leaves_out_no_point_that_could_be_seen(lab: Any) -> None:
    rng = np.random.default_rng(6)
    x, y = np.cumsum(rng.normal(scale=0.4, size=(2, 400)), axis=1)
    near = {"x": 1.0, "y": 0.5}
    walk = {"x": x.tolist(), "y": y.tolist(), "last": 399}
    act = """({Trails}, [walk, from, to, near]) => { const path = {x: [], y: []};
      const head = Trails.prototype.trail(walk, from, to, near, path); return [path, head]; }"""
    path, head = ask(lab, "player/trails.js", act, [walk, 20, 300.5, near])
    half = [(x[300] + x[301]) / 2, (y[300] + y[301]) / 2]
    np.testing.assert_allclose(head, half, rtol=1e-12)
    assert [path["x"][-1], path["y"][-1]] == head and [path["x"][0], path["y"][0]] == [x[20], y[20]]
    # The same by its definition: a point is kept if it lies a cell away from the one kept before.
    kept = [20]
    for k in range(21, 301):
        there, last = (x[k], y[k]), (x[kept[-1]], y[kept[-1]])
        if k == 300 or abs(there[0] - last[0]) >= 1.0 or abs(there[1] - last[1]) >= 0.5:
            kept.append(k)
    assert 10 < len(kept) < 250, "there is something to leave out"
    assert path["x"][:-1] == x[kept].tolist() and path["y"][:-1] == y[kept].tolist()


@pytest.mark.browser
def test_the_ground_under_a_view_is_the_finest_that_shows_most_of_it(lab: Any) -> None:
    side = 41

    def plane(name: str, *window: float) -> dict[str, Any]:
        x0, x1 = window[:2]
        x = np.linspace(x0, x1, side)
        z = np.add.outer(np.zeros(side), (x - x0) / (x1 - x0)).ravel().tolist()
        return {
            "header": {"id": name, "nx": side, "ny": side, "bands": 24, "window": list(window)},
            "arrays": {"z": z},
        }

    whole = plane("whole", -2, 2, -2, 2)
    whole["closer"] = [plane("coarse", 0, 1, 0, 1), plane("fine", 0.2, 0.8, 0.2, 0.8)]
    views = {
        "whole": {"x": [-2, 2], "y": [-2, 2]},
        "fine": {"x": [0.3, 0.7], "y": [0.3, 0.7]},
        "coarse": {"x": [0.05, 0.95], "y": [0.05, 0.95]},
    }
    act = (
        "({groundUnder}, [whole, views]) => views.map((view) => groundUnder(whole, view).header.id)"
    )
    assert ask(lab, "player/ground.js", act, [whole, list(views.values())]) == list(views)
    away = [{"x": [-1.9, -1.7], "y": [-1.9, -1.7]}]
    assert ask(lab, "player/ground.js", act, [whole, away]) == ["whole"], "nothing closer is there"


@pytest.mark.browser
def test_a_clock_draws_one_frame_at_a_time_and_none_while_it_is_held(lab: Any) -> None:
    act = """async ({Clock}) => {
      const told = [], wait = () => new Promise((resolve) => setTimeout(resolve, 5));
      let drawing = 0, most = 0;
      const clock = new Clock(async (position) => {
        most = Math.max(most, ++drawing); told.push(position); await wait(); drawing -= 1; }, () => {});
      clock.setSteps(10);
      clock.goTo(3); clock.goTo(4); clock.goTo(99);
      await wait(); await clock.lastFrame;
      const first = told.splice(0);
      const changing = clock.hold(async () => { clock.goTo(1); await wait(); await wait(); told.push("changed"); });
      clock.goTo(-5);
      await changing; await clock.lastFrame;
      clock.stop();
      return {first, held: told, most, position: clock.position}; }"""
    made = ask(lab, "player/clock.js", act)
    # Those that came while one was drawn became one; the place is kept to the walk's.
    assert made["first"] == [3, 10]
    assert made["held"][0] == "changed" and len(made["held"]) == 2
    assert made["most"] == 1 and made["held"][1] == made["position"]


def test_versions_of_the_tools_are_settled() -> None:
    folder = Path(__file__).parent / "javascript"
    wanted = json.loads((folder / "package.json").read_text())["devDependencies"]
    lock = json.loads((folder / "package-lock.json").read_text())
    assert lock["packages"][""]["devDependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert "resolved" not in json.dumps(lock), "from whichever registry a machine uses"
