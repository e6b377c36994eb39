// The learning-rate page: a player whose walks bend with the rate. All paths are here, so a drag
// asks nobody; between two rates of the axis the picture glides, the numbers are those of the
// nearest.

import {writeInLink} from "./address.js";
import {nearest} from "./axis.js";
import {BentWalk} from "./bentwalk.js";
import {frameAfter} from "./clock.js";
import {Player} from "./player.js";
import {RateBar} from "./ratebar.js";
import {RateChart} from "./ratechart.js";
import {RateReadout} from "./ratereadout.js";

const GLIDE = 0.4; // of the way to the wanted rate, per frame
const THERE = 0.02; // of the way from one rate to the next
const SETTLED = 160; // ms without a change until faint paths and hover are drawn again

export class RatesPlayer extends Player {
  /** @type {import("./types.js").RatesHeader} */ header;
  /** @type {RateReadout} */ readout;
  /** @type {RateBar} */ bar;
  /** @type {number[]} */ values; // one at least
  /** @type {number} */ wanted;

  readWalks(header, arrays) {
    const {values, at} = header.rates;
    const before = this.values && this.values[this.wanted]; // of the axis that was here until now
    this.values = values;
    this.wanted = before === undefined ? at : nearest(values, before);
    this.place = this.wanted;
    this.header = header;
    const walks = header.walks.map((facts, i) => new BentWalk(facts, i, arrays, header));
    for (const walk of walks) walk.bend(this.place);
    return walks;
  }

  // The learning rate of all walks.
  get rateShown() {
    return this.values[this.wanted];
  }

  stepAt(position) {
    return this.header.rates.kept[Math.floor(position)];
  }

  makeSide() {
    this.loss = new RateChart(this);
    this.readout = new RateReadout(this);
    return [this.loss.root, this.readout.root];
  }

  build() {
    super.build();
    this.root.classList.add("ov-rates");
    this.bar = new RateBar(this);
    this.controls.root.before(this.bar.root);
    this.notice.after(this.readout.actions);
  }

  dress() {
    this.bar.draw();
    super.dress();
  }

  // Go to a place on the axis, gliding.
  setPlace(place) {
    this.wanted = Math.min(this.values.length - 1, Math.max(0, Math.round(place)));
    this.clock.retime();
    this.bar.frame();
    if (this.gliding) return;
    this.gliding = true;
    this.root.classList.add("ov-bending");
    requestAnimationFrame((time) => this.glide(time));
  }

  async glide(time) {
    const rest = this.wanted - this.place;
    this.place = Math.abs(rest) < THERE || this.still ? this.wanted : this.place + GLIDE * rest;
    if (this.live.before) this.live.walk();
    else for (const walk of this.walks) walk.bend(this.place);
    this.bends = (this.bends ?? 0) + 1;
    await this.clock.show();
    if (this.place !== this.wanted) {
      this.glide(await frameAfter(time));
      return;
    }
    this.gliding = false;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLED);
  }

  get still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  // While a hand drags, what it brings about is for the eyes.
  say() {
    super.say();
    if (this.gliding) this.readout.fates.root.ariaLive = "off";
  }

  // What can be hovered follows when the hand rests.
  async settle() {
    if (this.gliding) return;
    writeInLink("eta", this.values[this.wanted]);
    await this.clock.hold(() => Promise.all(this.panels.map((panel) => panel.drawWalks())));
    if (!this.gliding) this.root.classList.remove("ov-bending");
  }

  remove() {
    clearTimeout(this.settling);
    super.remove();
  }
}
