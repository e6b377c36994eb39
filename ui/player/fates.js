// Beside the map: which walks have left it, why, and what to try; each is told when it has happened.
// When the steps are over, how those stand that have stayed.

import {element, fill} from "./theme.js";

/** @typedef {{key: string | null, text: string}} Told */

export class Fates {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-fates", role: "status"});
  }

  frame(step) {
    this.show([...this.left(step), ...this.stayed(step)]);
  }

  /** @returns {Told[]} */
  left(step) {
    const {header, hidden} = this.player;
    return (header.fates ?? []).filter((fate) => fate.step <= step && !hidden.has(fate.key));
  }

  // All of whom the same is true share a line.
  /** @returns {Told[]} */
  stayed(step) {
    const {header, hidden, walks, steps} = this.player;
    if (step < steps) return [];
    return (header.stays ?? []).flatMap(({keys, text}) => {
      const names = walks.filter(({key}) => keys.includes(key) && !hidden.has(key)).map(({label}) => label);
      return names.length ? [{key: null, text: fill(text, {names: names.join(", ")})}] : [];
    });
  }

  /** @param {Told[]} told */
  show(told) {
    const {walks, colors} = this.player;
    const looks = JSON.stringify([told, colors.text]);
    if (looks === this.looks) return;
    this.looks = looks;
    this.root.replaceChildren(...told.map(({key, text}) => {
      const walk = walks.find((one) => one.key === key);
      return element("p", walk ? {text, style: `border-color: ${colors.hues[walk.hue]}`} : {text, class: "ov-stays"});
    }));
  }
}
