// A picture that fills its window, with nothing else on it: for a projector (large, until Escape), and
// for a page that another one embeds.
//
// What lies behind is made invisible and not only covered, so that neither a key nor a screen reader
// gets there.

import {setLarge} from "./graphs.js";

const FILLED = "ov-filled"; // of the whole document, while something fills it

/** Whether this page stands in a frame of another one that wants the picture alone. */
export function isEmbedded() {
  return new URLSearchParams(location.search).getAll("embed").at(-1)?.toLowerCase() === "true";
}

// The address of the whole page, without what others have said of how to embed it.
export function wholePage() {
  const parts = location.search.replace(/^\?/, "").split("&").filter((part) => part && !/^embed/i.test(part));
  return `${location.origin}${location.pathname}${parts.length ? `?${parts.join("&")}` : ""}`;
}

export class Fill {
  /** @param {{root: HTMLElement, parent: HTMLElement, redraw(): any, told?: (on: boolean) => void, on(target: any, name: string, act: any, capture?: boolean): void}} figure */
  constructor(figure) {
    this.figure = figure;
    this.presenting = false;
    this.embedded = location.protocol.startsWith("http") && isEmbedded();
    if (this.embedded) this.cover(true);
    figure.on(document, "fullscreenchange", () => {
      if (this.wasFull && !document.fullscreenElement) this.present(false);
      this.wasFull = Boolean(document.fullscreenElement);
    });
    figure.on(document, "keydown", (event) => {
      if (event.key !== "Escape" || !this.presenting) return;
      event.stopPropagation();
      this.present(false);
    }, true);
  }

  cover(on) {
    document.documentElement.classList.toggle(FILLED, on);
    this.figure.parent.classList.toggle("ov-filling", on);
  }

  // Large, and alone on the screen.
  present(on) {
    if (on === this.presenting) return;
    this.presenting = on;
    this.cover(on || this.embedded);
    this.figure.root.classList.toggle("ov-large", on);
    setLarge(on);
    // The whole screen where the browser lets us; else its window is all of it.
    if (on) document.documentElement.requestFullscreen?.().catch(() => {});
    else if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.figure.told?.(on);
    this.figure.redraw();
  }

  remove() {
    if (this.presenting) setLarge(false);
    this.cover(false);
  }
}
