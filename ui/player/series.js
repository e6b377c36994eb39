// What a rule remembers, step by step: x solid, y dashed, with a cursor that moves with the clock.

import {clearGraph, drawNew} from "./drawing.js";
import {coordinatesOf} from "./coordinates.js";
import {margin} from "./graphs.js";
import {digits, element, fill, logTicks, tickFont} from "./theme.js";

const SERIES_MARGIN = margin({l: 56, r: 14, t: 22, b: 30});

function decades(traces, colors) {
  const values = traces.flatMap(({y}) => y.filter((value) => value !== null));
  return logTicks([Math.log10(Math.min(...values)), Math.log10(Math.max(...values))], colors, 5);
}

export class SeriesChart {
  /**
   * @param {import("./anatomy.js").AnatomyPlayer} player
   * @param {import("./types.js").ChartFacts} facts
   */
  constructor(player, facts) {
    this.player = player;
    this.facts = facts;
    this.root = element("div", {class: "ov-series"});
    this.graph = element("div");
    this.cursor = element("div", {class: "ov-cursor", "aria-hidden": "true"});
    this.root.append(this.graph, this.cursor);
    this.root.addEventListener("click", (event) => {
      const axis = this.graph._fullLayout?.xaxis;
      if (!axis) return;
      const px = event.clientX - this.graph.getBoundingClientRect().left - axis._offset;
      if (px >= -6 && px <= axis._length + 6) this.player.clock.jump(Math.round(axis.p2d(px)) - 1);
    });
  }

  color(role) {
    const {colors, ledger} = this.player;
    return colors.hues[ledger.facts.hues[role]] ?? colors.text;
  }

  labels() {
    return this.facts.series.map(({label}) => label).join(", ");
  }

  // What stands under the cursor, in words.
  values() {
    const {ledger, row} = this.player;
    if (row < 0) return "";
    const [first, second] = coordinatesOf(this.player);
    return this.facts.series.map(({of, label}) =>
      `${label}: ${first} ${digits(ledger.at(of, row, 0))}, ${second} ${digits(ledger.at(of, row, 1))}`).join("; ");
  }

  async draw() {
    const {ledger, colors, font, words, steps} = this.player;
    const {log, series} = this.facts, names = coordinatesOf(this.player);
    const traces = series.flatMap(({of, role, label}) => [0, 1].map((i) => ({
      type: "scatter", mode: "lines", name: `${label} ${names[i]}`, x0: 1, dx: 1,
      // A logarithm has no place for 0 and for what is negative: the line has a gap there.
      y: Array.from({length: ledger.facts.rows}, (_, k) => {
        const value = ledger.at(of, k, i);
        return Number.isFinite(value) && !(log && value <= 0) ? value : null;
      }),
      line: {color: this.color(role), width: 1.8, dash: i ? "4px,3px" : "solid"},
      hovertemplate: `<b>%{fullData.name}</b><br>t %{x}<br>%{y:.5~g}<extra></extra>`,
    })));
    const axis = {
      gridcolor: colors.grid, zeroline: !log, zerolinecolor: colors.line, linecolor: colors.line,
      tickcolor: colors.line, tickfont: tickFont(colors), fixedrange: true,
    };
    const title = series.map(({label, role}) => `<b style="color:${this.color(role)}">${label}</b>`).join("  ");
    const layout = {
      width: this.root.clientWidth, height: this.root.clientHeight, margin: SERIES_MARGIN,
      showlegend: false, hovermode: "closest", dragmode: false, font: {family: font},
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
      title: {text: title, x: 0, xref: "paper", y: 1, yanchor: "top", pad: {t: 2}, font: {size: 13, color: colors.text}},
      xaxis: {...axis, range: [0, Math.max(2, steps)], nticks: 6},
      yaxis: {...axis, type: log ? "log" : "linear", nticks: 5, exponentformat: "power", ...(log ? decades(traces, colors) : {})},
    };
    await drawNew(this.graph, traces, layout, {displayModeBar: false, doubleClick: false, showTips: false});
    this.root.setAttribute("title", fill(words["solid: {first}, dashed: {second}"], {first: names[0], second: names[1]}));
    this.cursor.style.top = `${SERIES_MARGIN.t}px`;
    this.cursor.style.height = `${this.root.clientHeight - SERIES_MARGIN.t - SERIES_MARGIN.b}px`;
    this.frame(this.player.row + 1);
  }

  frame(t) {
    const axis = this.graph._fullLayout?.xaxis;
    if (axis) this.cursor.style.transform = `translateX(${(axis._offset + axis.d2p(t)).toFixed(1)}px)`;
  }

  remove() {
    clearGraph(this.graph);
    this.root.remove();
  }
}
