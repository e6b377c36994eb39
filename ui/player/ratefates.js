// The same on the learning-rate page, for the rate that is shown: told from the walks themselves,
// since there is one for every rate.

import {plain} from "./axis.js";
import {Fates} from "./fates.js";
import {fill} from "./theme.js";

export class RateFates extends Fates {
  /** @type {string} */ asked = "";
  /** @type {any[]} */ of = [];

  // While the paths glide to a rate their numbers are those of the nearest one already: where they
  // leave is asked of the paths.
  frame(step) {
    const {walks, hidden, colors} = this.player;
    const asked = [step, walks.map((walk) => walk.bentTo), [...hidden].join(), colors.text].join();
    if (asked === this.asked && walks === this.of) return;
    [this.asked, this.of] = [asked, walks];
    super.frame(step);
  }

  left(position) {
    const {walks, hidden} = this.player;
    return walks.filter(({key}) => !hidden.has(key)).flatMap((walk) => {
      const {left} = walk;
      return left && left.step <= position ? [{key: walk.key, text: this.sentence(walk, left.step)}] : [];
    });
  }

  // `at` counts the steps that were sent; of a long walk not every one is.
  sentence(walk, at) {
    const player = /** @type {import("./rates.js").RatesPlayer} */ (this.player);
    const {words, values, header} = player;
    const last = player.stepAt(at - 1), step = player.stepAt(at);
    const exact = step === last + 1, rate = values[walk.near], {most} = walk;
    const said = (one, other, more = {}) => fill(words[exact ? one : other], {name: walk.label, step: exact ? step : last, ...more});
    if (most && rate > most) {
      return said("{name} left the map at step {step}: its steps are too long. Try a learning rate below {most}.",
        "{name} left the map after step {step}: its steps are too long. Try a learning rate below {most}.",
        {most: plain(most)});
    }
    if (header.minimum === null && walk.gap[walk.last] < walk.gap[0]) {
      return said("{name} left the map at step {step}, downhill: there is no floor.",
        "{name} left the map after step {step}, downhill: there is no floor.");
    }
    return said("{name} left the map at step {step}.", "{name} left the map after step {step}.");
  }

  stayed() {
    return []; // the column beside each rate says it
  }
}
