// How high the ground is under the pointer, beside its coordinates.
//
// The ground carries its heights on a grid, so what stands between four of them is read off it and
// is said to be about so much. Nothing is asked of the server.

import {coordinatesOf} from "./coordinates.js";
import {groundUnder} from "./ground.js";
import {MARGIN} from "./graphs.js";
import {DIGITS, heightAt} from "./height.js";
import {element, fill, number} from "./theme.js";

const WIDE = 330; // px of a map on which the coordinates have room, too

export class Here {
  /** @param {import("./map.js").MapPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.root = element("div", {class: "ov-here", "aria-hidden": "true"});
    this.root.style.left = `${MARGIN.l}px`;
    /** @type {[number, number] | null} */
    this.at = null;
    this.asked = 0;
  }

  // Once a frame at most, however fast the pointer is.
  listen(surface) {
    surface.addEventListener("pointermove", (event) => {
      this.at = event.pointerType === "touch" ? null : [event.clientX, event.clientY];
      this.asked ||= requestAnimationFrame(() => this.tell());
    });
    surface.addEventListener("pointerleave", () => {
      this.at = null;
      this.asked ||= requestAnimationFrame(() => this.tell());
    });
  }

  tell() {
    this.asked = 0;
    const {panel, panel: {player, side}} = this, [first, second] = coordinatesOf(player);
    const place = this.at && panel.above._fullLayout ? panel.pointAt(this.at[0], this.at[1]) : null;
    const [x, y] = place ?? [NaN, NaN];
    const height = place && player.ground ? heightAt(groundUnder(player.ground, player.view), x, y) : null;
    const said = player.words[side < WIDE ? "f ≈ {height}" : "{first} {x}, {second} {y}: f ≈ {height}"];
    const text = height === null ? "" : fill(said, {first, second, x: number(x), y: number(y), height: number(height, DIGITS)});
    if (this.root.textContent !== text) this.root.textContent = text;
  }

  remove() {
    cancelAnimationFrame(this.asked);
  }
}
