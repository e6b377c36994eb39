// Pills, table heads and choices without a label in sight explain themselves: by hover, by keys, and
// after a tap.
//
// Streamlit has one help text for a row of pills, none for the head of a table, and shows that of a
// choice beside its label.

import {Tip, explain} from "./player/tip.js";

const PILL = "[data-testid=stButtonGroup] :is([role=toolbar], [role=radiogroup]) > button";
const CHOICE = ".stMain [data-testid=stSelectbox]:not(:has([data-testid=stTooltipIcon])) [role=group]";
const HEAD = "[data-testid=stMarkdownContainer] th";

/**
 * @param {Record<string, string>} sentences by what stands there
 */
export function explainPage(sentences) {
  const KEY = Symbol.for("optimizer-visualizer.explained");
  if (window[KEY]) {
    window[KEY].sentences = sentences; // another language
    return;
  }
  const state = window[KEY] = {sentences};

  // All minima with letters have the sentence of A.
  const said = (anchor) => (anchor.matches(CHOICE) ? anchor.querySelector("input")?.getAttribute("aria-label") : anchor.textContent) ?? "";
  const textOf = (anchor) => state.sentences[said(anchor).trim().replace(/^(★ |)[A-Z]$/, "$1A")] ?? "";

  const tip = () => new Tip(document.body);

  explain(document, tip, (target) => {
    const anchor = target.closest(`${PILL}, ${HEAD}, ${CHOICE}`), text = anchor && textOf(anchor);
    if (!text) return null;
    const reached = anchor.querySelector("input") ?? anchor;
    if (reached.getAttribute("aria-description") !== text) reached.setAttribute("aria-description", text);
    return {anchor, text};
  });

  // The heads of one table are one stop of the Tab key; arrow keys lead from one to the next.
  const ready = (table) => {
    for (const head of table.querySelectorAll("th")) {
      const text = textOf(head);
      if (!text) continue;
      head.setAttribute("aria-description", text); // the language may be another one by now
      if (head.hasAttribute("tabindex")) continue;
      head.tabIndex = table.querySelector("th[tabindex='0']") ? -1 : 0;
      Object.assign(head.style, {textDecoration: "underline dotted", textUnderlineOffset: "3px", cursor: "help"});
    }
  };
  addEventListener("pointerover", ({target}) => {
    const table = target instanceof Element && target.closest("[data-testid=stMarkdownContainer] table");
    if (table) ready(table);
  }, true);
  addEventListener("keydown", (event) => {
    if (event.key === "Tab") {
      document.querySelectorAll("[data-testid=stMarkdownContainer] table").forEach(ready);
      return;
    }
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key], at = document.activeElement;
    if (!step || !at?.matches(HEAD)) return;
    const heads = [...(at.closest("tr")?.querySelectorAll("th[tabindex]") ?? [])];
    const next = heads[heads.indexOf(at) + step];
    event.preventDefault();
    event.stopPropagation();
    if (!(next instanceof HTMLElement)) return;
    at.setAttribute("tabindex", "-1");
    next.tabIndex = 0;
    next.focus();
  }, true);
}
