// Where names stand beside arrows: each where it is wanted, if nothing is there, else as near as there
// is room, so that no two lie on each other and the map's border cuts none.

const HIGH = 1.2; // of the size of its letters: a name's height
const ABOVE = 0.95; // and how much of its size is above the line on which it stands
const RINGS = [0, 12, 22, 34, 48, 64, 82, 104, 130]; // px: how far a name is moved, the nearest first
const WAYS = Array.from({length: 16}, (_, i) => [Math.cos((Math.PI * i) / 8), Math.sin((Math.PI * i) / 8)]);

export const FAR = 1e5; // px: nothing so far from a map is seen, and SVG has no numbers much larger

/** @type {(...places: number[]) => boolean} */
export const isNear = (...places) => places.every((place) => Math.abs(place) < FAR);

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** @type {(a: Box, b: Box) => number} */
function shared(a, b) {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return wide > 0 && high > 0 ? wide * high : 0;
}

/**
 * How far each of these boxes is moved, in the order in which they choose.
 * @param {Box[]} boxes where names are wanted
 * @param {Box} room within which they are to stay
 * @returns {[number, number][]}
 */
export function apart(boxes, room) {
  /** @type {Box[]} */
  const placed = [];
  return boxes.map((box) => {
    let best = box, least = Infinity;
    search: for (const far of RINGS) {
      for (const [across, down] of far ? WAYS : [[0, 0]]) {
        const here = {...box, x: box.x + far * across, y: box.y + far * down};
        const outside = box.width * box.height - shared(here, room);
        const cost = outside + placed.reduce((sum, other) => sum + shared(here, other), 0);
        if (cost < least - 1e-6) [best, least] = [here, cost];
        if (least < 1e-6) break search;
      }
    }
    placed.push(best);
    return [best.x - box.x, best.y - box.y];
  });
}

// Names are measured once, by a ruler that lays out nothing.
export class Labels {
  constructor() {
    this.ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.wide = new Map();
  }

  /**
   * @param {SVGTextElement[]} texts as they are wanted, the most important first
   * @param {Box} room
   * @param {{font: string, size: number}} look
   */
  place(texts, room, {font, size}) {
    const boxes = texts.map((text) => {
      const [x, y] = ["x", "y"].map((name) => Number(text.getAttribute(name)));
      const width = this.width(text.textContent ?? "", `600 ${size}px ${font}`);
      const left = {start: 0, middle: width / 2, end: width}[text.getAttribute("text-anchor") ?? "start"] ?? 0;
      return {x: x - left, y: y - ABOVE * size, width, height: HIGH * size};
    });
    for (const [i, [across, down]] of apart(boxes, room).entries()) {
      if (!across && !down) continue;
      texts[i].setAttribute("x", String(Number(texts[i].getAttribute("x")) + across));
      texts[i].setAttribute("y", String(Number(texts[i].getAttribute("y")) + down));
    }
  }

  width(text, font) {
    const key = `${font} ${text}`;
    if (!this.wide.has(key)) {
      this.ruler.font = font;
      this.wide.set(key, this.ruler.measureText(text).width + 3); // and the halo around it
    }
    return this.wide.get(key);
  }
}
