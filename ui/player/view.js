// The view as a part of the link: which step, which part of the plane, which walks are hidden, and
// whether it is seen in space. Read when a page opens and when its visitor goes back; written, in
// place of what stood there, when the picture is at rest. ui/seen.py says what the words can be.

import {saidInLink, writeInLink} from "./address.js";

const EVERY = 300; // ms between two looks at the address, which the server may have changed, too
const SEPARATOR = "~", NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
const FARTHEST = 1e9; // as in ui/seen.py
const FINE = 5; // digits of a border that are smaller than the view is wide

// A part of the plane from its text; null for what is none.
export function partFrom(text) {
  const parts = text?.split(SEPARATOR) ?? [];
  if (parts.length !== 4 || !parts.every((part) => NUMBER.test(part))) return null;
  const [x0, x1, y0, y1] = parts.map(Number);
  const near = [x0, x1, y0, y1].every((value) => Math.abs(value) <= FARTHEST);
  return near && x0 < x1 && y0 < y1 ? {x: [x0, x1], y: [y0, y1]} : null;
}

// The shortest text whose part looks the same.
/** @param {import("./types.js").View} view */
export function partAsText({x, y}) {
  return [x, y].flatMap(([low, high]) => {
    const size = Math.max(Math.abs(low), Math.abs(high)) / (high - low);
    const digits = Math.min(17, Math.max(1, Math.ceil(Math.log10(Math.max(1, size))) + FINE));
    return [low, high].map((value) => Number(value.toPrecision(digits)));
  }).join(SEPARATOR);
}

export class LinkedView {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.ownStep = !player.header.anatomy; // the anatomy has a step of its own
    if (!player.send) return; // a saved page has no address to speak of
    const timer = setInterval(() => this.write(), EVERY);
    player.undo.push(() => clearInterval(timer));
    player.on(window, "popstate", () => setTimeout(() => this.goBack()));
  }

  // Take what the address says; whether it says where the clock stands.
  open() {
    const {player} = this;
    if (!player.send) return false;
    const look = partFrom(saidInLink("look")), keys = new Set(player.walks.map(({key}) => key));
    if (look) player.view = look;
    player.hidden = new Set((saidInLink("hide") ?? "").split(SEPARATOR).filter((key) => keys.has(key)));
    this.spaceAsked = saidInLink("space") === "on" && Boolean(player.header.solid) && player.panels.length === 1;
    const step = saidInLink("step") ?? "";
    if (!this.ownStep || !/^\d{1,6}$/.test(step)) return false;
    const position = this.positionOf(Number(step));
    if (position === null) return false;
    player.clock.position = position;
    return true;
  }

  // The position at which the clock shows a step.
  positionOf(step) {
    const {player} = this;
    for (let at = 0; at <= player.steps; at++) if (player.stepAt(at) >= step) return at;
    return null;
  }

  // What the address says now, in the picture that is there already.
  goBack() {
    const {player} = this, {clock} = player;
    if (!player.root.isConnected) return;
    clock.hold(async () => {
      const before = player.view, [x0, x1, y0, y1] = player.header.window;
      player.view = {x: [x0, x1], y: [y0, y1]};
      const stands = this.open();
      if (stands && clock.playing) clock.pause();
      else if (this.ownStep && !stands && !clock.playing) clock.position = player.opensAt;
      if (player.view.x.join() !== before.x.join() || player.view.y.join() !== before.y.join()) {
        const {view} = player;
        player.view = before;
        await player.look(view, null);
      }
      if (this.spaceAsked !== Boolean(player.inSpace)) await player.setSpace(this.spaceAsked);
      await player.paint();
    });
  }

  // Only what differs from what a page opens with.
  write() {
    const {player} = this, {clock, header, view, hidden, walks} = player;
    if (!player.root.isConnected || clock.holds || player.looking) return;
    const [x0, x1, y0, y1] = header.window;
    const whole = partAsText({x: [x0, x1], y: [y0, y1]}), part = partAsText(view);
    writeInLink("look", part === whole ? null : part);
    const keys = walks.filter(({key}) => hidden.has(key)).map(({key}) => encodeURIComponent(key));
    writeInLink("hide", keys.length ? [...new Set(keys)].join(SEPARATOR) : null);
    writeInLink("space", player.inSpace ? "on" : null);
    if (!this.ownStep || clock.playing) return;
    const position = Math.floor(clock.position);
    writeInLink("step", position === player.opensAt ? null : player.stepAt(position));
  }
}
