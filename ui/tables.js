// A table, a formula or a program that is larger than its place scrolls by itself, so the keyboard
// has to reach it. Not all browsers stop there of themselves (Safari does not). Looked at when Tab is pressed,
// for nobody else needs it.

(() => {
  const KEY = Symbol.for("optimizer-visualizer.tables");
  if (window[KEY]) return;
  window[KEY] = true;

  const PRECEDING = Node.DOCUMENT_POSITION_PRECEDING;
  const WIDE = "[data-testid=stMarkdownContainer]:has(> table), .katex-display, .stCode pre";
  const HIGH = ":has(> .stCode)";  // of a program

  // It is called as the heading above it.
  function nameOf(box) {
    const above = [...document.querySelectorAll(".stMain h1, .stMain h2")]
      .filter((heading) => box.compareDocumentPosition(heading) & PRECEDING);
    return above.at(-1)?.textContent ?? document.title;
  }

  addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    /** @type {NodeListOf<HTMLElement>} */
    const boxes = document.querySelectorAll(`${WIDE}, ${HIGH}`);
    for (const box of boxes) {
      const high = box.matches(HIGH) && box.scrollHeight > box.clientHeight;
      if (high || box.scrollWidth > box.clientWidth) {
        box.tabIndex = 0;
        box.setAttribute("role", "group");
        box.setAttribute("aria-label", nameOf(box));
      } else if (box.tabIndex === 0) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  }, true);
})();
