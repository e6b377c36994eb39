// The cobweb of the map x → x − ηf′(x).

import {LinePanel} from "./line.js";

export class CobwebPanel extends LinePanel {
  get square() {
    return true;
  }

  /** @returns {[string, string]} */
  titles() {
    return ["xₖ", "xₖ₊₁"];
  }

  // Both axes are the curve's x.
  ranges(view) {
    return {x: view.x, y: view.x};
  }

  viewFrom(x) {
    return {x, y: this.player.view.y};
  }

  stillTraces(ground) {
    const {colors, words, iterated} = this.player;
    const x = this.abscissae(ground), ends = [x[0], x.at(-1)];
    const places = ground.header.stationary.map((place) => place.x);
    return [
      {type: "scatter", mode: "lines", x: ends, y: ends, hoverinfo: "skip", line: {color: colors.muted, width: 1, dash: "dot"}},
      {
        type: "scatter", mode: "lines", x, y: iterated, line: {color: colors.text, width: 2.2},
        hovertemplate: "xₖ %{x:.5~g}<br>xₖ₊₁ %{y:.5~g}<extra></extra>",
      },
      {
        type: "scatter", mode: "markers", x: places, y: places,
        customdata: ground.header.stationary.map((place) => words[place.turn]),
        hovertemplate: `${words["fixed point"]}: %{customdata}<br>x %{x:.6f}<extra></extra>`,
        marker: {symbol: "circle", size: 9, color: colors.star, line: {color: colors.text, width: 1}},
      },
    ];
  }

  movingTraces(position) {
    const webs = this.shown.map((walk) => this.web(walk, position));
    return [
      ...webs.map((web, i) => ({
        type: "scatter", mode: "lines", ...web,
        line: {color: this.hue(this.shown[i]), width: 1.4, simplify: false},
      })),
      this.balls(webs.map((web) => ({x: web.x.at(-1), y: web.y.at(-1)}))),
    ];
  }

  // Up or down to the map, across to the diagonal, and again; half of a step's time for each.
  web(walk, position) {
    const at = Math.min(position, walk.last), whole = Math.floor(at), part = 2 * (at - whole);
    const x = [walk.x[0]], y = [walk.x[0]];
    for (let k = 0; k < whole; k++) {
      x.push(walk.x[k], walk.x[k + 1]);
      y.push(walk.x[k + 1], walk.x[k + 1]);
    }
    if (part > 0) {
      const here = walk.x[whole], next = walk.x[whole + 1];
      x.push(here);
      y.push(here + Math.min(1, part) * (next - here));
      if (part > 1) {
        x.push(here + (part - 1) * (next - here));
        y.push(next);
      }
    }
    return {x, y};
  }
}
