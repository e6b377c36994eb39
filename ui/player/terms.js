// Words of the field that explain themselves where they stand: dotted, reached by keys, and described
// to screen readers. The sentences come with the player's words, under the term with a "?" before it.
//
// The terms of one row are one stop of the Tab key; arrow keys lead from one to the next.

import {noteOn} from "./named.js";
import {Tip, explain} from "./tip.js";
import {element} from "./theme.js";

/** @type {(words: Record<string, string>, name: string) => string} */
const sentenceOn = (words, name) => words[`?${name}`] ?? "";

// What cannot be read as it stands: signs, and buttons of nothing but a sign.
const SIGN = "[data-term], .ov-button[aria-label], .ov-speed, .ov-name";

/** @type {WeakMap<object, Terms>} */
const known = new WeakMap();

/**
 * The terms of a player.
 * @param {import("./player.js").Player} player
 * @returns {Terms}
 */
export function termsOf(player) {
  if (!known.has(player)) known.set(player, new Terms(player));
  return /** @type {Terms} */ (known.get(player));
}

let players = 0;

class Terms {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.number = ++players;
    this.said = element("div", {hidden: ""}); // what screen readers are told of each term
    /** @type {Map<string, HTMLElement>} */
    this.known = new Map();
    player.root.append(this.said);
    player.undo.push(explain(player.root, () => new Tip(player.root), (target) => this.find(target)));
    player.on(player.root, "keydown", (event) => this.walk(event), true);
  }

  find(target) {
    const anchor = target.closest(SIGN);
    const text = anchor && this.textOn(anchor);
    return text ? {anchor, text} : null;
  }

  textOn(anchor) {
    if (anchor.matches(".ov-name")) return this.onName(anchor);
    return sentenceOn(this.player.words, anchor.dataset.term ?? "") || anchor.getAttribute("aria-label");
  }

  // A walk's name is a button, too: what it does is said after what it is.
  onName(button) {
    const note = noteOn(button.textContent.trim());
    if (!note) return "";
    const does = button.title || button.getAttribute("aria-label");
    button.removeAttribute("title"); // else the browser would show it over this
    button.setAttribute("aria-label", does);
    button.setAttribute("aria-description", note);
    return `${note} (${does})`;
  }

  // The id of the sentence on a term, for aria-describedby; null where there is none.
  describedBy(name) {
    const text = sentenceOn(this.player.words, name);
    if (!text) return null;
    if (!this.known.has(name)) {
      const made = element("span", {id: `ov-term-${this.number}-${this.known.size}`});
      this.known.set(name, made);
      this.said.append(made);
    }
    const said = /** @type {HTMLElement} */ (this.known.get(name));
    if (said.textContent !== text) said.textContent = text;
    return said.id;
  }

  /**
   * A term as it stands in a row; a plain text where nothing is known of it.
   *
   * @param {string} name as the glossary has it
   * @param {(Node | string)[]} children what is seen
   */
  term(name, children = [name]) {
    const id = this.describedBy(name);
    if (!id) return element("span", {}, children);
    return element("span", {class: "ov-term", role: "button", tabindex: "-1", "data-term": name, "aria-describedby": id}, children);
  }

  // Of the terms in a row one is reached by Tab.
  row(parent) {
    parent.setAttribute("data-terms", "");
    parent.querySelector(".ov-term")?.setAttribute("tabindex", "0");
    return parent;
  }

  walk(event) {
    const at = event.target.closest?.(".ov-term"), row = at?.closest("[data-terms]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (event.key === " " || event.key === "Enter") at.click();
    else if (step) {
      const all = [...row.querySelectorAll(".ov-term")];
      const next = all[all.indexOf(at) + step];
      if (next) {
        at.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
