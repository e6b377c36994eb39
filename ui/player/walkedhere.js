// A saved page has nobody to ask, so what is walked on it stands: from another start, at other rates, for
// more steps or fewer. The engine's numbers of the run that was saved are what it opens with, and are
// one press away.

import {NumberGrip} from "./numbergrip.js";
import {element, fill, number} from "./theme.js";

export class WalkedHere {
  /** @type {Record<string, string>} */ words = {}; // these two come with the page
  /** @type {number} */ most = 0; // steps of a walk
  /** @type {import("./live.js").Wish | null} */ kept = null; // what has been asked for so far
  /** @type {any} */ saved = null; // what stood before the first hand
  /** @type {StepsGrip | null} */ grip = null;

  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.said = element("span");
    this.back = element("button", {type: "button", class: "ov-back-to-saved"});
    this.back.addEventListener("click", () => this.restore());
    this.root = element("p", {class: "ov-walked-here", role: "status", hidden: ""}, [this.said, this.back]);
  }

  // Beside the other controls, where its walks can be walked from their start to any step.
  build() {
    const {player, words} = this, {header: {kind, line, abscissa = "step"}, controls, notice} = player;
    this.back.textContent = words["Back to the saved run"] ?? "";
    /** @type {HTMLElement} */ (notice.parentElement).append(this.root);
    if (!player.live.facts || kind || line || abscissa !== "step" || !this.most) return;
    this.grip = new StepsGrip(player, this);
    const box = element("span", {class: "ov-step-box"});
    controls.step.replaceWith(box);
    box.append(controls.step, this.grip.root);
    if (Object.keys(player.live.ratesSent).length) notice.textContent = words["Drag the start, a learning rate or the number of steps."];
  }

  /** @param {any} before what stands now */
  begin(before) {
    this.saved ??= before;
  }

  // So many steps for all of them.
  /** @param {number} steps @param {ArrayLike<number> | undefined} factors of the learning rate */
  stretch(steps, factors) {
    const {player} = this;
    player.steps = steps;
    player.clock.setSteps(steps);
    if (factors) player.factors = Float32Array.from(factors).subarray(0, steps);
    for (const walk of player.walks) walk.factors = player.factors;
    player.controls.draw();
  }

  // One that cannot be walked here is the saved one: as far as asked, if it has come so far from there.
  /** @param {import("./walk.js").Walk} walk @param {number} index @param {import("./live.js").Wish} wish */
  leave(walk, index, {start, starts, steps = this.saved.steps}) {
    const {[index]: saved} = this.saved.walks, {last, left} = saved;
    const elsewhere = starts || (start && String(start) !== String(this.saved.start));
    Object.assign(walk, saved, {factors: walk.factors, waits: elsewhere || (steps > last && last === this.saved.steps)});
    if (walk.waits || steps >= last) return;
    Object.assign(walk, {last: steps, left: left && left.step <= steps ? left : null, outcome: "budget"});
    Object.assign(walk, {inside: Math.min(saved.inside, steps), stopped: saved.stopped <= steps ? saved.stopped : -1});
  }

  // The hand has let go, and what was walked stands.
  /** @param {import("./live.js").Wish | null} wish */
  keep(wish) {
    if (wish) this.kept = wish;
    this.tell();
  }

  tell() {
    const {player, player: {walks, start, steps, header}, words, kept} = this;
    this.root.hidden = !kept;
    if (!kept) return;
    const names = walks.filter((walk) => walk.waits).map((walk) => walk.label).join(", ");
    const [x, y] = start.map((value) => number(value));
    this.said.textContent = [
      fill(words[header.line ? "Walked on this page." : "Walked on this page: from ({x}, {y}), {steps} steps."], {x, y, steps: player.stepAt(steps)}),
      ...(names ? [fill(words["Only the app can walk {names} anew: what is faint is the saved walk."], {names})] : []),
    ].join(" ");
  }

  async restore() {
    const {player, player: {live}} = this;
    this.kept = live.wish = live.before = null;
    live.held = false;
    live.stand(this.saved);
    this.tell();
    await player.redraw();
    live.settled();
    player.root.focus();
  }
}

// How many steps there are, where the number of the step stands.
class StepsGrip extends NumberGrip {
  /**
   * @param {import("./player.js").Player} player
   * @param {WalkedHere} walkedHere
   */
  constructor(player, walkedHere) {
    super(player, walkedHere.words["Drag, type or step the number of steps"]);
    this.walkedHere = walkedHere;
  }

  get value() {
    return this.player.live.wish?.steps ?? this.player.steps;
  }

  get name() {
    return this.walkedHere.words["Number of steps"];
  }

  allows(steps) {
    return Number.isInteger(steps) && steps >= 1 && steps <= this.walkedHere.most;
  }

  refusal(given) {
    const {words, most} = this.walkedHere;
    return fill(words["A number of steps is a whole number from 1 to {most}, not “{given}”."], {most, given});
  }

  // At least by one, which of few steps a hand's way would not be.
  moved(steps, by) {
    const there = Math.round(steps * 10 ** by);
    return Math.min(this.walkedHere.most, Math.max(1, there === steps ? steps + Math.sign(by) : there));
  }

  to(steps) {
    this.player.live.to({steps});
  }

  done() {
    const {live} = this.player;
    if (this.value === live.before?.steps) live.drop();
    else live.ask("steps", this.value);
  }
}
