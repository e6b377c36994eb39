"""The house plan: which room may import which. This table is the architecture document."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = (
    "data",
    "surfaces",
    "optimizers",
    "schedules",
    "networks",
    "engine",
    "published",
    "listings",
    "checking",
    "lessons",
    "figures",
    "ui",
    "pages",
    "cli",
    "catalogue",
)
# The engine's own rooms: each may import itself and those before it.
ENGINE = ("trace", "drive", "analysis", "plane")
REGISTRIES = ("optimizers", "schedules", "surfaces")
# What a room may import besides itself and the standard library.
MAY_IMPORT = {
    "surfaces": {"numpy", "data"},
    "optimizers": {"numpy"},
    "schedules": {"numpy", "optimizers"},
    "networks": {"numpy"},
    # Some tables come with the library that draws them.
    "data": {"numpy", "plotly"},
    "engine": {"numpy", "pandas"},
    "published": {"numpy", "engine", "optimizers", "surfaces"},
    "listings": {"numpy", "engine", "data", *REGISTRIES},
    "checking": {"numpy", "engine", *REGISTRIES},
    "lessons": {"numpy", "engine", "networks", "data", "published", *REGISTRIES},
    "figures": {
        *("plotly", "PIL", "numpy", "pandas", "published", "engine", "networks", "data"),
        *REGISTRIES,
    },
    "ui": {
        *("streamlit", "plotly", "numpy", "pandas"),
        *("figures", "listings", "published", "checking", "lessons"),
        *("engine", "networks", "data", *REGISTRIES),
    },
    "pages": {"streamlit", "ui", "figures", "published", "engine", "networks", "data", *REGISTRIES},
    "app.py": {"streamlit", "ui"},
    # What stands between Streamlit's server and the browser speaks the server's language.
    "ui/delivery/guard.py": {"starlette"},
    "ui/delivery/head.py": {"starlette"},
    "ui/delivery/packed.py": {"starlette", "anyio"},
    "ui/delivery/server.py": {"streamlit", "starlette", "anyio"},
    # The command line is where a surface and an optimizer meet by name.
    "cli": {"numpy", "published", "engine", *REGISTRIES},
    # The template of all words, made beside the app and never by it.
    "catalogue": {"babel"},
    "cli/cluster.py": {"distributed"},  # a guest
    "cli/progress.py": {"tqdm"},  # another
    "engine/__main__.py": {"cli"},  # the name by which the command was known first
    # Asked for by name, and never required.
    "engine/trace/compiled.py": {"numpy", "engine", "numba"},
}
# Words of another room's vocabulary, which a room does not speak.
NEVER_SAYS = {
    "surfaces": r"optimizer|streamlit|figure",
    "optimizers": r"\bsurfaces?\b|streamlit|figure",
    "schedules": r"\bsurfaces?\b|theta|grad|streamlit|figure",
    "data": r"optimizer|\bsurfaces?\b|streamlit|colou?r|figure",
    "networks": r"optimizer|\bsurfaces?\b|streamlit|colou?r|figure",
    "engine": r"streamlit|colou?r|figure",
    "published": r"streamlit|colou?r|figure|slider",
    "listings": r"streamlit|colou?r|figure|slider",
    "checking": r"streamlit|colou?r|figure|slider",
    "lessons": r"streamlit|colou?r|figure|slider",
    "cli": r"streamlit|colou?r|figure|slider",
    "figures": r"streamlit|session_state|slider",
}
FILES = [
    *(p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))),
    ROOT / "app.py",
]
SCRIPTS = sorted((ROOT / "ui").rglob("*.js"))
MOST_LINES = 250


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add((node.module or "").split(".")[0])
    return found - set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    allowed = MAY_IMPORT.get(str(path.relative_to(ROOT)), MAY_IMPORT[room])
    assert imports(path) <= allowed | {room.removesuffix(".py")}


def test_imports_of_the_engine_run_one_way() -> None:
    for path in (ROOT / "engine").rglob("*.py"):
        mine = path.relative_to(ROOT / "engine").parts[0]
        if path.name == "__init__.py" and path.parent.name == "engine":
            continue  # the list of what the engine offers
        allowed = ENGINE[: ENGINE.index(mine) + 1] if mine in ENGINE else ()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine"):
                there = ((node.module or "") + ".").split(".")[1]
                assert there in {"protocols", "refusal", *allowed}, f"{path} imports {node.module}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_room_speaks_the_words_of_another(path: Path) -> None:
    forbidden = NEVER_SAYS.get(room_of(path))
    if forbidden:
        names = {
            node.id if isinstance(node, ast.Name) else node.arg
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Name | ast.arg)
        }
        said = {name for name in names if re.search(forbidden, name, re.IGNORECASE)}
        # The engine brings the two together; it alone may speak of both.
        assert not said, f"{path} speaks of {said}"


@pytest.mark.parametrize("path", [*FILES, *SCRIPTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_grows_over_its_room(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES


def test_scripts_import_what_is_in_the_house() -> None:
    """From ui/ alone; `ui.delivery.bundle` sees to it that it is there."""
    told = re.compile(r'^import .* from "(.+)";$', re.MULTILINE)
    found = 0
    for path in SCRIPTS:
        for there in told.findall(path.read_text(encoding="utf-8")):
            found += 1
            assert (path.parent / there).resolve().is_relative_to(ROOT / "ui"), f"{path}: {there}"
    assert found > 50


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_text_is_read_and_written_in_one_encoding(path: Path) -> None:
    """Not in that of the machine's language, which may know neither η nor é."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            told = {keyword.arg for keyword in node.keywords}
            if name in ("read_text", "write_text") or (name == "open" and "newline" in told):
                assert "encoding" in told, f"{path}:{node.lineno}: {name} without an encoding"


def test_html_from_strings_is_never_made_of_what_visitors_say() -> None:
    for path in FILES:
        assert "unsafe_allow_html" not in path.read_text(encoding="utf-8"), path
    calls = [p for p in FILES if "st.html(" in p.read_text(encoding="utf-8")]
    # A constant style sheet with constant scripts, and the mark of a run.
    assert [p.name for p in calls] == ["frame.py"]


def test_everything_in_a_room_is_in_its_list() -> None:
    import optimizers
    import schedules
    import surfaces

    for room, registry, shared in (
        (surfaces, {type_.f.__module__ for type_ in surfaces.SURFACES}, ["surface", "families"]),
        (
            optimizers,
            {rule.__module__ for rule in optimizers.OPTIMIZERS},
            ["optimizer", "oracles", "line_search", "second_order"],
        ),
        (schedules, {type_.__module__ for type_ in schedules.SCHEDULES}, ["schedule"]),
    ):
        folder = Path(room.__file__).parent
        files = {f"{room.__name__}.{p.stem}" for p in folder.glob("*.py")}
        files -= {f"{room.__name__}.{name}" for name in ("__init__", *shared)}
        missing = files - registry
        assert not missing, f"add a line for {missing} to {room.__name__}/__init__.py"


def test_every_page_is_in_the_house() -> None:
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    for path in (ROOT / "pages").glob("*.py"):
        assert f'"pages/{path.name}"' in app, f"add a line for {path.name} to app.py"


# Names that two files share because they mean the same there: what the engine asks of a surface, a
# curve or a schedule, and the surface, curve or schedule itself.
MEANT_ALIKE = {"Surface", "Curve", "Schedule"}
# What a setting can say, and what a node of a tape does; a page that is read, and one that is sent.
# They are never met in one file.
APART = {"Kind", "_Page"}


def classes_by_name(files: dict[str, str]) -> dict[str, list[str]]:
    """Where a class of each name is; what a rule remembers is named in its own file alone."""
    found: dict[str, list[str]] = {}
    for path, text in files.items():
        if not path.startswith("optimizers/"):
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, []).append(path)
    return found


def test_one_word_has_one_meaning() -> None:
    files = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8") for p in FILES}
    shared = {name: where for name, where in classes_by_name(files).items() if len(where) > 1}
    assert not set(shared) - MEANT_ALIKE - APART, shared
    assert set(shared) >= MEANT_ALIKE | APART, "no longer shared: take it off the list"


def test_two_classes_of_one_name_are_found() -> None:
    files = {"figures/a.py": "class Chart: ...", "ui/b.py": "x = 1\nclass Chart(X): ..."}
    assert classes_by_name(files) == {"Chart": ["figures/a.py", "ui/b.py"]}
