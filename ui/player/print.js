// On paper: light colours, the width of a page, and nothing to press.
//
// A browser lays the page out anew for paper but runs no script while it does, so all is drawn when
// it says that it is about to print: by an event, or, asked for the look of paper on the screen, by
// its media. No frame comes before the page is printed, so nothing waits for one, not even the film.

import {hurry} from "./drawing.js";

let onPaper = false;

export function printing() {
  return onPaper;
}

// Have something with a root and a redraw() drawn for paper, and back again; call what is returned
// to have it no more.
export function drawnForPrint(drawn) {
  const media = matchMedia("print");
  const turn = (on) => {
    onPaper = on;
    if (drawn.root.classList.contains("ov-paper") === on) return;
    drawn.root.classList.toggle("ov-paper", on);
    if (drawn.header) drawn.redraw();
    hurry(on);
  };
  const before = () => turn(true), after = () => turn(false), change = () => turn(media.matches);
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  media.addEventListener("change", change);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
    media.removeEventListener("change", change);
  };
}
