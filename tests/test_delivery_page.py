"""What reaches a visitor on slow lines, behind proxies, and when something is missing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, served
from tests.proxy import Proxy, standing
from tests.visit import READY, Server, Visit

pytestmark = pytest.mark.browser

PICTURE = f"{READY}, .oa-figure[data-ready]"
OURS = r"/app/static/"
PLOTLY = r"/app/static/plotly-\w+\.js"
STILLS = "/blog_post?chapter=picture"
PAGES = ["/", "/compare", "/rates", "/basins", "/anatomy", "/line", STILLS]


class Behind(Visit):
    """A visit through a proxy."""

    def __init__(self, browser: Any, proxy: Proxy, server: Server) -> None:
        super().__init__(browser, Server(proxy.url, server.pid, server.log), first=True)
        self.proxy = proxy

    def come(self, path: str = "/") -> Any:
        """Open a page without waiting for its picture."""
        self.page.goto(self.server.url + self.proxy.prefix + path, wait_until="commit")
        return self.page

    def see(self, page: Any = None) -> None:
        """Wait for the picture."""
        (page or self.page).wait_for_selector(PICTURE, timeout=60_000)


@pytest.fixture
def behind(browser: Any, server: Server, request: pytest.FixtureRequest) -> Iterator[Behind]:
    """A visit through a proxy with the prefix that the test names, if it names one."""
    with standing(Proxy(server.url, getattr(request, "param", ""))) as proxy:
        visit = Behind(browser, proxy, server)
        yield visit
        visit.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose addresses all begin with /lab."""
    with served(tmp_path_factory.mktemp("lab") / "log.txt", base="/lab") as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("behind", ["/proxy/8501"], indirect=True)
def test_every_page_finds_its_files_behind_a_prefix(behind: Behind, path: str) -> None:
    page = behind.come(path)
    behind.see()
    if path == STILLS:
        page.wait_for_function(
            "() => document.querySelectorAll('.ov-still[data-ready]').length == 3"
        )
    strangers = [path for path in behind.proxy.asked if not path.startswith("/proxy/8501/")]
    assert not strangers
    assert len(behind.proxy.of(PLOTLY)) == 1, "Plotly is fetched once"
    assert not behind.proxy.of(r"(?i)/static/js/\w*plotly"), "and Streamlit's own is not"
    assert not behind.console


@pytest.mark.parametrize("prefix", ["", "/proxy/8501"])
@pytest.mark.parametrize("path", ["/", "/compare"])
def test_files_are_found_below_a_base_path(
    browser: Any, lab: Server, prefix: str, path: str
) -> None:
    with standing(Proxy(lab.url, prefix)) as proxy:
        visit = Behind(browser, proxy, lab)
        page = visit.come(f"/lab{path}")
        visit.see()
        assert len(proxy.of(PLOTLY)) == 1
        assert all(asked.startswith(f"{prefix}/lab/") for asked in proxy.of(OURS))
        page.get_by_role("link", name="Learning rate").first.click()
        page.wait_for_url("**/lab/rates*")
        page.wait_for_selector(f"{READY} .ov-rate-bar")
        assert not visit.console
        visit.close()


@pytest.mark.parametrize("behind", ["/user/ada/proxy/8501"], indirect=True)
def test_it_can_be_embedded_behind_a_prefix(behind: Behind) -> None:
    home = behind.server.url + behind.proxy.prefix
    behind.page.set_content(f'<iframe src="{home}/compare?embed=true" width=1200 height=700>')
    frame = behind.page.wait_for_selector("iframe").content_frame()
    behind.see(frame)
    assert len(behind.proxy.of(PLOTLY)) == 1


def test_it_says_that_the_picture_is_coming_and_how_far_it_is(behind: Behind) -> None:
    behind.proxy.held = PLOTLY
    page = behind.come()
    page.wait_for_selector(".ov-wait")
    words = page.locator(".ov-wait p")
    assert words.text_content() == "The picture is on its way."
    # A picture that is there at once is not announced: the words are unseen at first.
    delays = page.evaluate(
        "() => [...document.querySelectorAll('.ov-wait > *')].map((part) => {"
        " const {animationDelay, animationFillMode} = getComputedStyle(part);"
        " return [parseFloat(animationDelay), animationFillMode]})"
    )
    assert len(delays) == 2 and all(delay >= 0.4 and fill == "backwards" for delay, fill in delays)
    page.wait_for_function("() => document.querySelector('.ov-wait progress').value > 0")
    share = page.evaluate("() => document.querySelector('.ov-wait progress').value")
    assert 0 < share < 0.9
    ends = page.get_by_role("heading", name="Where each walk ended")
    ends.wait_for()
    # Streamlit fetches some of its elements when they are first used, and holds a place for them.
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')"
    )
    below = ends.bounding_box()["y"]
    assert not page.locator(".ov-player").count()
    behind.proxy.held = "(?!)"
    behind.see()
    assert not page.locator(".ov-wait").count()
    assert ends.bounding_box()["y"] == pytest.approx(below, abs=8), "nothing moves"
    assert not behind.console


def test_plotly_begins_before_streamlit_does_and_is_kept(behind: Behind) -> None:
    behind.come()
    behind.see()
    asked = behind.proxy.asked
    [plotly] = behind.proxy.of(PLOTLY)
    assert asked.index(plotly) < next(i for i, path in enumerate(asked) if "_stcore/stream" in path)
    # What a visitor pays: less than half of what the files are.
    assert len(behind.proxy.sent[plotly]) < 1_600_000
    scripts = [len(behind.proxy.sent[path]) for path in behind.proxy.of(r"/static/js/.*\.js$")]
    assert len(scripts) > 20 and sum(scripts) < 1_100_000
    before = len(behind.proxy.of(OURS))
    behind.come()
    behind.see()
    assert len(behind.proxy.of(OURS)) == before, "no file of ours is asked for again"


def test_a_page_without_our_head_fetches_the_loader(behind: Behind) -> None:
    # As where another host keeps the page, or it was open while the server was replaced.
    mounts = "globalThis, Symbol.for('optimizer-visualizer.mounts')"
    behind.page.add_init_script(f"Object.defineProperty({mounts}, {{value: {{}}}})")
    behind.come()
    behind.see()
    assert len({*behind.proxy.of(OURS + "loader")}) == 1
    assert len(behind.proxy.of(PLOTLY)) == 1
    assert not behind.console


# Bytes of the walks, and of all else that a change of a learning rate brings; what Explore runs
# alone is less than a page.
@pytest.mark.parametrize(("path", "most"), [("/", 86_000), ("/compare", 100_000)])
def test_a_change_brings_the_walks_and_little_else(visit: Visit, path: str, most: int) -> None:
    page = visit.open_paused(path)
    adam = page.get_by_role("slider", name="Adam", exact=False).first
    adam.focus()
    visit.renewed(lambda: adam.press("ArrowRight"))  # what is sent once is there
    page.wait_for_timeout(1500)
    before = visit.received
    visit.renewed(lambda: adam.press("ArrowRight"))
    page.wait_for_timeout(1500)
    assert visit.received - before < most


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "plotly"),
        ("/", r"player-\w+\.js"),
        ("/", r"player-\w+\.css"),
        ("/basins", "maps"),
        ("/basins", "plotly"),
        (STILLS, "still"),
    ],
)
def test_a_file_that_does_not_come_is_named_in_its_place(
    behind: Behind, path: str, file: str
) -> None:
    behind.proxy.lacking = OURS + file
    page = behind.come(path)
    page.wait_for_selector(".ov-wait.ov-failed", timeout=60_000)
    sentence = page.locator(".ov-failed [role=alert]").first.text_content()
    assert re.search(f"its file {file}.* did not come", sentence)
    assert "Reload the page" in sentence
    behind.proxy.lacking = "(?!)"
    page.locator(".ov-failed").get_by_role("button", name="Reload").first.click()
    behind.see()
    if path == STILLS:
        page.wait_for_selector(".ov-still[data-ready]")
    assert not page.locator(".ov-failed").count()


def test_the_next_change_brings_the_picture_without_a_reload(behind: Behind) -> None:
    behind.proxy.lacking = OURS
    page = behind.come()
    page.wait_for_selector(".ov-failed", timeout=60_000)
    behind.proxy.lacking = "(?!)"
    epochs = page.get_by_role("slider", name="Epochs")
    epochs.focus()
    epochs.press("ArrowRight")
    behind.see()
    assert not page.locator(".ov-wait").count()
    assert page.locator(".ov-ground .contourlayer path").count(), "its ground has come, too"


def test_it_needs_no_folder_that_can_be_written_and_outlives_its_own(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write everywhere, but not into a file as if it were a folder.
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    folder = tmp_path / "app"
    rubbish = shutil.ignore_patterns(".*_cache", "__pycache__", ".git", ".venv", "docs", "tests")
    shutil.copytree(ROOT, folder, ignore=rubbish)
    shutil.rmtree(folder / "static", ignore_errors=True)
    (folder / "static").write_text("a file stands where files were put\n")
    there = sorted(folder.rglob("*"))
    places = [folder, *(path for path in there if path.is_dir())]
    for path in places:
        path.chmod(0o555)
    try:
        with served(tmp_path / "log.txt", folder) as server:
            for path in ("/", "/basins"):
                visit = Visit(browser, server, first=True)
                visit.page.goto(server.url + path)
                visit.page.wait_for_selector(PICTURE, timeout=60_000)
                assert not visit.console
                visit.close()
            assert sorted(folder.rglob("*")) == there
            for path in places:
                path.chmod(0o755)
            (folder / "static").unlink()
            for path in there:
                if path.suffix in (".js", ".css"):
                    path.unlink()
            visit = Visit(browser, server, first=True)
            visit.open()
            assert not visit.console
            visit.close()
            assert "Traceback" not in server.log.read_text()
    finally:
        for path in places:
            path.chmod(0o755)
