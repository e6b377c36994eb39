// The learning rate of a walk, where it stands in the readout.

import {plain} from "./axis.js";
import {NumberGrip, rounded} from "./numbergrip.js";
import {fill} from "./theme.js";

const LEAST = 1e-12, MOST = 1e6;

export class RateGrip extends NumberGrip {
  /**
   * @param {import("./player.js").Player} player
   * @param {string} key of its walk
   */
  constructor(player, key) {
    super(player, player.words["Drag, type or step this rate"]);
    this.key = key;
  }

  get walk() {
    return this.player.walks.find(({key}) => key === this.key);
  }

  get value() {
    return this.player.live.rateOf(this.key);
  }

  get name() {
    return fill(this.player.words["Learning rate of {name}"], {name: this.walk.label});
  }

  // What the readout says of the rate at a step.
  shown() {
    return this.walk.rateAt(Math.min(Math.floor(this.player.clock.position), this.walk.last));
  }

  written(rate) {
    return plain(rate);
  }

  allows(rate) {
    return rate >= LEAST && rate <= MOST;
  }

  refusal(given) {
    return fill(this.player.words["A learning rate is a number above 0 and at most {most}, not “{given}”."], {most: MOST, given});
  }

  // A typed rate keeps its digits; a hand has as many as the sliders at the side.
  moved(rate, by) {
    return rounded(rate * 10 ** by, LEAST, MOST);
  }

  to(rate) {
    const {live} = this.player;
    live.to({rates: new Map([...live.rates, [this.key, rate]])});
  }

  done() {
    const {player: {live}, value: rate} = this;
    if (rate === live.rateStanding(this.key) && !live.wish?.start) live.drop();
    else live.ask("rates", {[this.key]: rate});
  }
}
