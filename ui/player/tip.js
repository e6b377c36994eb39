// One small box that says what something means: at the pointer's or the keyboard's wish, or after a
// tap; away with the next move, with Escape, or with a tap elsewhere. It lies in the browser's top
// layer, so that no border cuts it, and takes no touch away from what is under it.

const GAP = 6; // px between the box and what it explains
const EDGE = 8; // px to the window's border
const LINGER = 140; // ms in which the pointer may cross from a term to its box, to stay there and read
const SOON = 1800; // ms that a tip stays at a button that has been tapped

// Where there is no player its colours are those of the page.
const LOOK = `position: fixed; inset: auto; margin: 0; max-width: min(300px, calc(100vw - ${2 * EDGE}px));
  padding: 7px 10px; border-radius: 8px; font-size: 13px; line-height: 1.4; text-align: left;
  font-weight: 400; white-space: normal; box-shadow: 0 2px 10px rgba(0, 0, 0, 0.16);
  color: var(--ov-text, light-dark(#1b2430, #e8edf4)); background: var(--ov-card, light-dark(#ffffff, #1a212b));
  border: 1px solid var(--ov-line, light-dark(#aeb7c2, #4a5563));`;

export class Tip {
  /** @param {HTMLElement} parent in whose colours it is shown */
  constructor(parent) {
    this.root = document.createElement("div");
    const facts = {class: "ov-tip", role: "tooltip", popover: "manual", style: LOOK};
    for (const [name, value] of Object.entries(facts)) this.root.setAttribute(name, value);
    this.root.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    this.root.addEventListener("pointerleave", () => this.leave());
    /** @type {Element | null} */
    this.anchor = null;
    parent.append(this.root);
  }

  /**
   * @param {Element} anchor what is explained
   * @param {string} text
   */
  show(anchor, text) {
    clearTimeout(this.leaving);
    if (anchor === this.anchor && text === this.root.textContent) return;
    this.anchor = anchor;
    this.root.textContent = text;
    this.root.showPopover();
    this.place();
  }

  // Below what it explains, or above where there is no room; within the window.
  place() {
    if (!this.anchor) return;
    const at = this.anchor.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) {
      this.hide();
      return;
    }
    const {offsetWidth: wide, offsetHeight: high} = this.root;
    const below = at.bottom + GAP, fits = below + high <= innerHeight - EDGE;
    const left = Math.min(Math.max(EDGE, at.left), Math.max(EDGE, innerWidth - EDGE - wide));
    this.root.style.left = `${left}px`;
    this.root.style.top = `${fits ? below : Math.max(EDGE, at.top - GAP - high)}px`;
  }

  leave(after = LINGER) {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => this.hide(), after);
  }

  hide() {
    clearTimeout(this.leaving);
    if (!this.anchor) return false;
    this.anchor = null;
    this.root.hidePopover();
    return true;
  }
}

/**
 * Explain what lies within a root.
 *
 * @param {Document | HTMLElement} root
 * @param {() => Tip} tip made when it is first asked for
 * @param {(target: Element) => {anchor: Element, text: string} | null} find what a place means, if anything
 * @returns {() => void} to be called when the root goes
 */
export function explain(root, tip, find) {
  /** @type {Tip | null} */
  let box = null;
  /** @type {(event: Event) => any} */
  const found = ({target}) => (target instanceof Element ? find(target) : null);
  const show = (what) => {
    if (what) (box ??= tip()).show(what.anchor, what.text);
  };
  const away = (event) => {
    if (box?.anchor && !box.root.contains(/** @type {Node} */ (event.target)) && found(event)?.anchor !== box.anchor) box.hide();
  };
  const undo = [];
  const on = (where, name, act) => {
    where.addEventListener(name, act, true);
    undo.push(() => where.removeEventListener(name, act, true));
  };
  on(root, "pointerover", (event) => {
    const what = event.pointerType === "touch" ? null : found(event);
    if (what) show(what);
    else if (box?.anchor && event.pointerType !== "touch" && !box.anchor.matches(":focus-visible")) box.leave();
  });
  on(root, "pointerout", (event) => {
    if (box?.anchor && event.pointerType !== "touch" && !box.anchor.matches(":focus-visible")) box.leave();
  });
  // A mouse that presses a button focuses it, too; who has pressed it knows what it is.
  on(root, "focusin", (event) => {
    if (/** @type {Element} */ (event.target).matches(":focus-visible")) show(found(event));
  });
  on(root, "focusout", (event) => {
    if (box?.anchor && found(event)?.anchor === box.anchor) box.hide();
  });
  on(root, "click", (event) => {
    const what = found(event);
    const term = what?.anchor.matches(".ov-term, th");
    if (what && (event.pointerType === "touch" || term)) show(what);
    // What does something when it is tapped has been understood soon.
    if (what && !term && event.pointerType === "touch") box?.leave(SOON);
  });
  on(document, "pointerdown", away);
  on(document, "keydown", (event) => {
    if (event.key === "Escape" && box?.hide()) event.stopPropagation();
  });
  on(document, "scroll", () => box?.place()); // it goes with its term
  return () => {
    for (const act of undo) act();
    box?.root.remove();
  };
}
