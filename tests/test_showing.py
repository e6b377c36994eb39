"""What is shown to others: every screen, a projector, another page, a picture, a film, a link."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from figures.palette import HUES as HUES_OF
from figures.palette import THEME
from tests.visit import Server, Visit, go_to

pytestmark = pytest.mark.browser

PAGES = ("", "compare", "rates", "basins", "anatomy", "line", "data", "network", "blog_post")
PHONES = ((640, 400), (390, 844))
DESKS = ((1024, 768), (1920, 1080), (1280, 800))
READY = ".ov-player[data-ready], .oa-figure[data-ready]"
FIGURE = "document.querySelector('.ov-player, .oa-figure')"
COLORS = f"({FIGURE}.player ?? {FIGURE}.figure).colors"
# Boxes of words and of what is pressed: no two of them may lie on each other.
BOXES = """() => {
  const shown = (e) => getComputedStyle(e).visibility !== "hidden";
  const cut = (e) => e && (getComputedStyle(e).clipPath !== "none" || cut(e.parentElement));
  const seen = (e) => e.getClientRects().length && shown(e) && !cut(e);
  const found = [...document.querySelectorAll(
    ".ov-controls > *, .ov-zoom, .ov-foot > *, .ov-rate-bar, .ov-rule-head > *, .ov-caption, " +
    ".ov-heights, .ov-ground .xtitle, .st-key-heading p, .stMain [role=radiogroup], " +
    ".stMain .stSelectbox",
  )].filter(seen);
  const boxes = found.map((e) => [e.getAttribute("class"), e.getBoundingClientRect(), e]);
  const bad = [];
  boxes.forEach(([name, a, one], i) => boxes.slice(i + 1).forEach(([other, b, two]) => {
    if (one.contains(two) || two.contains(one) || !a.width || !b.width) return;
    const stuck = [one, two].filter((e) => e.closest(".ov-controls")).length === 1;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (!stuck && wide > 1 && high > 1) bad.push([name, other]);
  }));
  return bad;
}"""
BELOW = """() => {
  const [lines, scale] = [".ov-lines", ".ov-rule .ov-scale"].map((s) => document.querySelector(s));
  return !lines
    || scale.getBoundingClientRect().top >= lines.getBoundingClientRect().bottom - 1;
}"""
# What is light, and large enough to be a box, on a page that is to be dark.
LIGHT = """() => {
  const bright = (color) => {
    const [r, g, b, alpha = 1] = (color.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const part = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    return alpha > 0.5 && 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b) > 0.4;
  };
  return [...document.querySelectorAll(".stApp, .stApp *")].filter((e) => {
    const {width, height} = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (width * height < 400 || style.visibility === "hidden") return false;
    if (e.matches("[data-regime]")) return false;  // a bar in the colour of its walk
    return bright(style.backgroundColor) || (e.matches("rect.bg, rect.nsewdrag")
      && style.fillOpacity !== "0" && style.opacity !== "0" && bright(style.fill));
  }).map((e) => e.outerHTML.slice(0, 160));
}"""
NAMES = """() => [...document.querySelectorAll(".ov-name span")].filter(
  (e) => e.scrollWidth > e.clientWidth).map((e) => [e.textContent, e.clientWidth])"""
FITS = """() => {
  const bar = document.querySelector(".ov-controls")?.getBoundingClientRect();
  const map = document.querySelector(".ov-map, .oa-map").getBoundingClientRect();
  const main = document.querySelector(".stMain");
  return {
    bar: bar ? [bar.top, bar.bottom] : null, map: [map.top, map.bottom], height: innerHeight,
    across: Math.max(
      document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth),
  };
}"""


def opened(visit: Visit, address: str) -> Any:
    page = visit.page
    page.goto(visit.server.url + address)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')")
    return page


def settled(page: Any) -> None:
    """Wait until the picture has followed the window, and goes on fitting it for some frames."""
    page.evaluate("() => { window.calm = 0; }")
    page.wait_for_function(
        """() => {
        const p = document.querySelector(".ov-player")?.player;
        const f = document.querySelector(".oa-figure")?.figure;
        const follows = p ? !p.clock.holds && !p.clock.busy && p.extent() === p.box
          : f.root.clientWidth === f.width;
        window.calm = follows ? window.calm + 1 : 0;
        return window.calm > 5; }"""
    )


def quiet(visit: Visit) -> None:
    """Wait until the page has told the server all that it has to: ten frames without a word."""
    before = -1
    while before != visit.sent:
        before = visit.sent
        visit.page.evaluate(FRAMES)


def turned_dark(page: Any) -> None:
    """As a visitor's system does it: the page and the picture follow."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        f"(color) => {COLORS}.page === color", arg=THEME["dark"]["page"], timeout=30_000
    )
    settled(page)


# A window that was wide has the controls at its side, so either kind begins as what it is.
@pytest.mark.parametrize("sizes", [PHONES, DESKS], ids=["phone", "desk"])
@pytest.mark.parametrize("name", PAGES)
def test_the_picture_follows_the_window_in_light_and_dark(
    browser: Any, server: Server, name: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    width, height = sizes[0]
    visit = Visit(browser, server, viewport={"width": width, "height": height})
    page = opened(visit, f"/{name}")
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        fits = page.evaluate(FITS)
        assert fits["height"] == height
        assert fits["across"] <= 0
        assert fits["map"][1] <= height, "the first map is in the window"
        if fits["bar"]:
            assert 0 <= fits["bar"][0] < fits["bar"][1] <= height + 0.5
        assert page.evaluate(BOXES) == []
        assert page.evaluate(BELOW), "what the arrows are drawn by stands below the rule"
        assert page.evaluate(NAMES) == [], "whose numbers they are can be read"
    turned_dark(page)
    assert page.evaluate(FITS)["across"] <= 0
    assert page.evaluate(BOXES) == []
    assert page.evaluate(LIGHT) == []
    drawn = page.evaluate(f"() => {COLORS}")
    assert {key: drawn[key] for key in THEME["dark"]} == THEME["dark"]
    if name != "basins":
        worn = {hue for _name, hue in page.evaluate(HUES)}
        assert worn and worn <= set(HUES_OF["dark"].values())
    assert not visit.console
    visit.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_on_the_paper_of_the_page(
    browser: Any, server: Server, scheme: str, tmp_path: Path
) -> None:
    visit = Visit(browser, server, color_scheme=scheme)
    page = visit.open_paused(f"/?{RUN}&step=30")
    page.locator(".ov-share").click()
    button = page.get_by_label("Picture of Map and chart as PNG")
    png = base64.b64encode(saved(page, button.click, tmp_path / "a.png")).decode()
    hues = [hue for _name, hue in page.evaluate(HUES)]
    seen = page.evaluate(DECODED, [png, [str(THEME[scheme]["page"]), *hues]])
    paper, *walks = seen["counts"]
    assert paper > 0.2 * seen["width"] * seen["height"]
    assert all(count > 300 for count in walks), (hues, seen)
    visit.close()


@pytest.mark.parametrize("size", [(1024, 768), (640, 400)])
def test_compare_shows_two_panels(browser: Any, server: Server, size: tuple[int, int]) -> None:
    visit = Visit(browser, server, viewport={"width": size[0], "height": size[1]})
    page = opened(visit, "/compare")
    settled(page)
    tops = page.eval_on_selector_all(
        ".ov-map",
        "(all) => all.map((e) => e.getBoundingClientRect()).map((b) => [b.top, b.bottom])",
    )
    bar = page.evaluate("() => document.querySelector('.ov-controls').getBoundingClientRect().top")
    assert sum(bottom <= bar for _top, bottom in tops) >= 2
    visit.close()


@pytest.mark.parametrize("name", PAGES)
def test_embedded_it_is_the_player_alone(browser: Any, server: Server, name: str) -> None:
    visit = Visit(browser, server, viewport={"width": 700, "height": 500})
    page = opened(visit, f"/{name}?embed=true")
    settled(page)
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll(
        ".stApp button, .stApp p, .stApp input, .stApp h2")]
        .filter((e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden"
          && !e.closest(".ov-filling")).map((e) => e.outerHTML)"""
        )
        == []
    )
    fits = page.evaluate(FITS)
    assert fits["map"][0] < 60
    assert fits["map"][1] <= 500
    if fits["bar"]:
        assert fits["bar"][1] <= 500
    link = page.locator(".ov-whole-page")
    link.focus()
    address = link.get_attribute("href")
    assert address.startswith(f"{server.url}/{name}")
    assert "embed" not in address
    assert page.evaluate(BOXES) == []
    turned_dark(page)
    assert page.evaluate(LIGHT) == []
    visit.close()


def test_a_key_makes_it_large_and_escape_leaves(visit: Visit) -> None:
    page = visit.open_paused()
    ticks = "() => parseFloat(document.querySelector('.ov-ground .xtick text').style.fontSize)"
    before = page.evaluate(ticks)
    page.locator(".ov-player").focus()
    page.keyboard.press("p")
    page.wait_for_selector(".ov-large")
    page.wait_for_function(f"(small) => ({ticks})() > 1.4 * small", arg=before)
    assert not page.locator(".stSidebar").is_visible()
    assert page.locator(".ov-play").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("() => !document.querySelector('.ov-large')")
    page.wait_for_function(f"(small) => ({ticks})() === small", arg=before)
    assert page.locator(".stSidebar").is_visible()
    page.locator(".ov-present").click()
    page.wait_for_selector(".ov-large")


def test_the_menu_has_the_theme_and_all_pages_share_it(visit: Visit) -> None:
    page = visit.open_paused()
    page.locator("[data-testid=stMainMenuButton]").click()
    page.locator("[data-testid=stMainMenuItem-theme-Dark]").click()
    dark = "() => document.querySelector('.ov-player')?.player.dark === true"
    page.wait_for_function(dark)
    opened(visit, "/compare")
    page.wait_for_function(dark)


# -- the two tasks, counted --------------------------------------------------------------------


class Clicks:
    """Presses, and how many they were."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def on(self, target: Any) -> None:
        self.count += 1
        target.click()


FRAMES = (
    """async () => { for (let i = 0; i < 10; i++) await new Promise(requestAnimationFrame); }"""
)
DECODED = """async ([text, colors]) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const {width, height} = image;
  const canvas = Object.assign(document.createElement("canvas"), {width, height});
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const {data} = pen.getImageData(0, 0, image.width, image.height);
  const wanted = colors.map((c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16)));
  const counts = wanted.map(() => 0);
  for (let i = 0; i < data.length; i += 4) wanted.forEach((rgb, k) => {
    if (rgb.every((value, j) => Math.abs(data[i + j] - value) < 6)) counts[k]++;
  });
  return {width: image.width, height: image.height, counts};
}"""
# How many pixels of a film have about these hues: in its first frame, at a third of the
# way, and in its last.
PLAYED = """async ([text, colors]) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], {type: "video/webm"}));
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(video.error);
  });
  const go = (time) => new Promise((resolve) => {
    video.onseeked = resolve;
    video.currentTime = time;
  });
  await go(1e6);  // a film that was recorded does not know how long it is
  const seconds = video.currentTime;
  const canvas = Object.assign(document.createElement("canvas"),
    {width: video.videoWidth, height: video.videoHeight});
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const wanted = colors.map((c) => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16)));
  const counted = () => {
    pen.drawImage(video, 0, 0);
    const {data} = pen.getImageData(0, 0, canvas.width, canvas.height);
    const counts = wanted.map(() => 0);
    for (let i = 0; i < data.length; i += 4) wanted.forEach((rgb, k) => {
      if (rgb.every((value, j) => Math.abs(data[i + j] - value) < 40)) counts[k]++;
    });
    return counts;
  };
  const counts = [];
  for (const time of [0, (seconds - 0.9) / 3, seconds]) {
    await go(time);
    let found = counted();
    // Found is not yet shown: a browser that has much to do paints the picture a while later.
    for (let k = 0; k < 50 && !found.some(Boolean); k++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = counted();
    }
    counts.push(found);
  }
  return [seconds, [video.videoWidth, video.videoHeight], counts];
}"""
HUES = """() => { const p = document.querySelector(".ov-player").player;
  return p.walks.map((w) => [w.label, p.colors.hues[w.hue]]); }"""


def saved(page: Any, act: Any, path: Path) -> bytes:
    with page.expect_download(timeout=60_000) as download:
        act()
    download.value.save_as(path)
    return path.read_bytes()


RUN = "surface=bowl&walk=adam~learning_rate~0.2&walk=momentum~learning_rate~0.05"


def test_a_picture_in_a_slide_takes_two_clicks(visit: Visit, tmp_path: Path) -> None:
    page = visit.open_paused(f"/?{RUN}&step=30")
    clicks = Clicks(page)
    clicks.on(page.locator(".ov-share"))
    button = page.get_by_label("Picture of Map and chart as PNG")
    png = saved(page, lambda: clicks.on(button), tmp_path / "a.png")
    assert clicks.count <= 2
    hues = page.evaluate(HUES)
    seen = page.evaluate(DECODED, [base64.b64encode(png).decode(), [hue for _name, hue in hues]])
    stage = page.locator(".ov-stage").bounding_box()
    assert seen["width"] > 2 * stage["width"]
    assert all(count > 300 for count in seen["counts"]), (hues, seen)
    # A hidden walk is not in it.
    page.keyboard.press("Escape")
    page.locator(".ov-name").first.click()
    page.locator(".ov-share").click()
    without = saved(page, button.click, tmp_path / "b.png")
    again = page.evaluate(DECODED, [base64.b64encode(without).decode(), [hues[0][1]]])
    assert again["counts"][0] < 0.2 * seen["counts"][0]


@pytest.mark.parametrize("name", [page for page in PAGES if page != "basins"])
def test_an_svg_of_every_player_says_what_it_shows(visit: Visit, name: str, tmp_path: Path) -> None:
    page = visit.open_paused(f"/{name}")
    if name not in ("rates", "anatomy"):  # which count otherwise
        go_to(page, 7)
        page.wait_for_function("() => location.search.includes('step=7')")
    page.locator(".ov-share").click()
    what = page.get_by_label("Picture of Map and chart as SVG")
    svg = saved(page, what.click, tmp_path / "a.svg").decode()
    step = page.inner_text(".ov-step").split(" /")[0]
    assert f"Step {step} of" in svg
    assert page.url.split("?")[1][:40].replace("&", "&#38;") in svg.replace("</text>", "").replace(
        "\n", ""
    )
    for label, hue in page.evaluate(HUES):
        red, green, blue = (int(hue[i : i + 2], 16) for i in (1, 3, 5))
        assert label in svg
        assert f"rgb({red}, {green}, {blue})" in svg or hue in svg, label
    size = float(re.search(r'<svg [^>]*width="([\d.]+)"', svg)[1])  # type: ignore[index]
    large = page.get_by_label("Large type in the picture")
    large.check()
    bigger = saved(page, what.click, tmp_path / "b.svg").decode()
    letters = [float(n) for n in re.findall(r"font-size: ([\d.]+)px", svg)]
    larger = [float(n) for n in re.findall(r"font-size: ([\d.]+)px", bigger)]
    assert 11 in letters, "ticks"
    assert 11 not in larger
    assert 16.5 in larger
    assert size > 300


def test_a_picture_says_what_is_not_as_usual(visit: Visit, tmp_path: Path) -> None:
    page = visit.open_paused("/?surface=bowl&walk=adam~learning_rate~0.2~beta1~0.5")
    said = "Adam: β₁ = 0.5."
    page.locator(".ov-share").click()
    what = page.get_by_label("Picture of Map and chart as SVG")
    assert said in saved(page, what.click, tmp_path / "a.svg").decode()
    page.get_by_label("Large type in the picture").check()
    svg = saved(page, what.click, tmp_path / "b.svg").decode()
    size = float(re.search(rf'font-size="([\d.]+)"[^>]*>[^<]*{said}', svg)[1])  # type: ignore[index]
    assert size == 20


def test_a_film_shows_the_whole_walk(visit: Visit, tmp_path: Path) -> None:
    page = visit.open_paused(f"/?{RUN}&epochs=20")
    page.locator(".ov-share").click()
    button = page.get_by_role("button", name="Film (WebM)")
    film = saved(page, button.click, tmp_path / "a.webm")
    assert film[:4] == bytes.fromhex("1a45dfa3"), "a Matroska file"
    hues = [hue for _name, hue in page.evaluate(HUES)]
    seconds, sizes, counts = page.evaluate(PLAYED, [base64.b64encode(film).decode(), hues])
    assert seconds > 2.5, "20 steps take 3 s"
    assert min(sizes) > 300
    for hue, (first, middle, last) in zip(hues, zip(*counts, strict=True), strict=True):
        # A legend's sample is there from the first picture on; the walk and its curve come to it.
        assert 0 < first < middle - 50, (hue, counts)
        assert middle < last, (hue, counts)
    assert page.evaluate("() => document.querySelector('.ov-player').player.clock.position") == 20


def test_this_view_to_a_colleague_takes_two_clicks(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open_paused(f"/?{RUN}")
    go_to(page, 12)
    page.locator(".ov-closer").click()
    page.locator(".ov-name").first.click()
    clicks = Clicks(page)
    clicks.on(page.locator(".ov-share"))
    clicks.on(page.get_by_role("button", name="Copy link"))
    assert clicks.count <= 2
    page.get_by_text("The link is copied").wait_for()
    link = page.evaluate("() => navigator.clipboard.readText()")
    seen = """() => { const p = document.querySelector(".ov-player").player;
      return JSON.stringify([Math.floor(p.clock.position), p.view, [...p.hidden]]); }"""
    here = page.evaluate(seen)
    assert link == page.url
    entries = page.evaluate("() => history.length")
    opened(visit, link.removeprefix(visit.server.url))
    # Nothing begins to play, which it would have done with the first frames.
    assert page.get_attribute(".ov-player", "data-playing") == "false"
    page.evaluate(FRAMES)
    assert page.evaluate(seen) == here
    assert page.url == link
    assert page.evaluate("() => history.length") <= entries + 1


def test_a_view_is_no_entry_of_the_history_and_asks_no_server(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)  # space makes the driver of a headless browser complain
    page = visit.open_paused(f"/?{RUN}")
    page.wait_for_function("() => location.search.includes('step=')")
    quiet(visit)
    entries, sent = page.evaluate("() => history.length"), visit.sent
    go_to(page, 3)
    page.wait_for_function("() => location.search.includes('step=3')")
    go_to(page, 5)
    page.locator(".ov-3d").click()
    page.wait_for_function(
        "() => /step=5/.test(location.search) && /space=on/.test(location.search)"
    )
    page.locator(".ov-3d").click()
    page.wait_for_function("() => !location.search.includes('space')")
    assert page.evaluate("() => history.length") == entries
    assert visit.sent == sent
    visit.close()


@pytest.mark.parametrize(
    "word", ["step=1e9", "step=-1", "look=1~0~0~1", "look=nan~1~0~1", "hide=<b>"]
)
def test_a_hostile_view_gets_a_sentence_and_a_sane_view(visit: Visit, word: str) -> None:
    page = visit.open_paused(f"/?{RUN}&{word}")
    page.get_by_text(f"`{word.split('=')[0]}`".strip("`")).first.wait_for()
    assert page.locator("[data-testid=stAlert]").is_visible()
    assert page.evaluate(
        """() => { const p = document.querySelector(".ov-player").player;
        const view = [p.view.x, p.view.y].flat().join();
        return p.hidden.size === 0 && view === p.header.window.join(); }"""
    )
    page.wait_for_function(
        "(word) => !decodeURIComponent(location.search).includes(word)", arg=word
    )
