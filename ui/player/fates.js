// Beside the map: which walks have left it, why, and what to try; each is told when it has happened.

import {element} from "./theme.js";

export class Fates {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-fates", role: "status"});
  }

  frame(step) {
    const {header, hidden, walks, colors} = this.player;
    const told = (header.fates ?? []).filter((fate) => fate.step <= step && !hidden.has(fate.key));
    const looks = JSON.stringify([told, colors.text]);
    if (looks === this.looks) return;
    this.looks = looks;
    this.root.replaceChildren(...told.map(({key, text}) => {
      const walk = walks.find((one) => one.key === key);
      return element("p", {text, ...(walk ? {style: `border-color: ${colors.hues[walk.hue]}`} : {})});
    }));
  }
}
