// f − f* after the step the clock shows, against the learning rate: one curve per optimizer, its
// lowest point marked, the limits of theory drawn in, and below it what each rate does in words.

import {nearest, plain} from "./axis.js";
import {clearGraph, drawGraph, moveTraces} from "./drawing.js";
import {drawable, margin} from "./graphs.js";
import {levelOf} from "./loss.js";
import {markedLine} from "./marks.js";
import {chartName} from "./telling.js";
import {element, fill, number, tickFont} from "./theme.js";

const RATE_MARGIN = margin({l: 52, r: 12, t: 18, b: 44});
const NAMED = 62; // px from which on a stretch has room for its name
const LETTER = 5.5, ROW = 12; // px that a letter of a limit's name is wide and its row is high, at most

export class RateChart {
  /** @param {import("./rates.js").RatesPlayer} player */
  constructor(player) {
    this.player = player;
    this.graph = element("div");
    this.cursor = element("div", {class: "ov-cursor ov-rate-cursor"});
    this.plot = element("div", {class: "ov-loss ov-rate-chart"}, [this.graph, this.cursor]);
    this.regimes = element("div", {class: "ov-regimes"});
    this.root = element("div", {}, [this.plot, this.regimes]);
    this.step = null;
  }

  get shown() {
    return this.player.walks.filter((walk) => !this.player.hidden.has(walk.key));
  }

  // Its name, and what it shows in words.
  told() {
    const {words, values, logarithmic, clock} = this.player;
    const k = Math.floor(clock.position);
    const bests = this.shown.map((walk) => {
      const i = walk.best(k);
      return `${walk.label} ${i < 0 ? words["diverged"] : plain(values[i])}`;
    });
    return {
      name: chartName(words, logarithmic ? "f − f*" : "f", "learning rate η"),
      text: `${words["best rate"]}: ${bests.join("; ")}.`,
    };
  }

  // The curves and the marks of the best rates after step k.
  at(k) {
    const {values, logarithmic} = this.player;
    const {range, type} = this.range(), [bottom] = range;
    const curves = this.shown.map((walk) => {
      const y = values.map((_, i) => {
        const value = walk.gapAt(i, k);
        return k <= walk.facts.last[i] && (!logarithmic || value > 0) ? value : null;
      });
      return {y: type === "linear" ? drawable(y, range) : y};
    });
    // A best that lies below the picture is marked at its lower border.
    /** @type {Record<"x" | "y" | "customdata", any[]>} */
    const best = {x: [], y: [], customdata: []};
    for (const walk of this.shown) {
      const i = walk.best(k);
      best.x.push(i < 0 ? null : values[i]);
      best.customdata.push(i < 0 ? null : number(walk.gapAt(i, k)));
      best.y.push(i < 0 ? null : logarithmic ? Math.max(walk.gapAt(i, k), 10 ** bottom) : walk.gapAt(i, k));
    }
    return [...curves, best];
  }

  // From the lowest that any walk reaches to a little above the start, for every step alike.
  /** @returns {{type: string, range: [number, number]}} */
  range() {
    const {logarithmic} = this.player;
    const heights = this.shown.flatMap((walk) => walk.facts.last.map((last, i) => walk.gapAt(i, last)));
    const start = this.shown.length ? this.shown[0].gapAt(0, 0) : 1;
    if (!logarithmic) {
      const least = Math.min(start, ...heights.filter((value) => value > start - 1e6));
      return {type: "linear", range: [least - 0.1 * Math.abs(start - least || 1), start + 0.25 * Math.abs(start - least || 1)]};
    }
    const low = Math.min(start, ...heights.filter((value) => value > 0));
    const top = Math.log10(start > 0 ? start : 1) + 1.5;
    return {type: "log", range: [Math.max(Math.log10(low), top - 18) - 0.4, top]};
  }

  async draw() {
    const {colors, words, logarithmic, font, values, clock} = this.player;
    const what = logarithmic ? "f − f*" : "f";
    /** @type {Record<string, any>[]} */
    const traces = this.shown.map((walk) => ({
      type: "scatter", mode: "lines", x: values, name: walk.label,
      line: {color: colors.hues[walk.hue], width: 2, dash: walk.dash}, ...markedLine(walk),
      hovertemplate: `<b>%{fullData.name}</b><br>η = %{x}<br>${what} %{y:.4~g}<extra></extra>`,
    }));
    traces.push({
      type: "scatter", mode: "markers", hovertemplate: `${words["best rate"]}<br>η = %{x}<br>${what} %{customdata}<extra></extra>`,
      cliponaxis: false, marker: {symbol: "diamond", size: 10, color: this.shown.map((walk) => colors.hues[walk.hue]), line: {color: colors.card, width: 1.5}},
    });
    this.step = Math.floor(clock.position);
    this.at(this.step).forEach((data, i) => Object.assign(traces[i], data));
    const axis = {
      gridcolor: colors.grid, zeroline: false, linecolor: colors.line, tickcolor: colors.line,
      tickfont: tickFont(colors), fixedrange: true,
    };
    const limits = this.limits();
    this.top = RATE_MARGIN.t + ROW * Math.max(0, ...limits.map(({row}) => row));
    const plotted = this.plot.clientHeight - this.top - RATE_MARGIN.b;
    const {range, type} = this.range();
    const layout = {
      width: this.plot.clientWidth, height: this.plot.clientHeight, margin: {...RATE_MARGIN, t: this.top}, showlegend: false,
      hovermode: "closest", dragmode: false, font: {family: font}, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
      shapes: limits.map(({walk, row}) => ({
        type: "line", xref: "x", yref: "paper", x0: walk.limit, x1: walk.limit, y0: 0, y1: 1 + (row * ROW) / plotted,
        line: {color: colors.hues[walk.hue], width: 1.5, dash: "dot"},
      })),
      annotations: limits.map(({walk, text, side, row}) => ({
        xref: "x", yref: "paper", x: Math.log10(walk.limit), y: 1, yshift: row * ROW, yanchor: "bottom", xanchor: side, showarrow: false,
        text, font: {size: 10, color: colors.hues[walk.hue]},
      })),
      xaxis: {...axis, type: "log", range: [Math.log10(values[0]), Math.log10(values[values.length - 1])], dtick: 1, exponentformat: "power", tickfont: tickFont(colors, true), title: {
        text: words["learning rate η"], font: {size: 12, color: colors.muted}, standoff: 8}},
      yaxis: {...axis, type, range, nticks: 6, exponentformat: "power", tickfont: tickFont(colors, logarithmic),
        dtick: logarithmic ? Math.max(1, Math.ceil((range[1] - range[0]) / 6)) : undefined,
        title: {text: what, font: {size: 12, color: colors.muted}, standoff: 4}},
    };
    const level = levelOf(this.player);
    for (const [name, more] of Object.entries(level)) layout[name] = [...layout[name], ...more];
    await drawGraph(this.graph, traces, layout, {displayModeBar: false, doubleClick: false, showTips: false});
    this.cursor.style.top = `${this.top}px`;
    this.cursor.style.height = `${plotted}px`;
    this.drawRegimes();
    this.listen();
    this.moveCursor();
  }

  // The limits of theory, and where their names stand: each to the right of its line, in the lowest
  // row that is free there; that of the least one to the left, where nobody else's is.
  limits() {
    const {values, words} = this.player;
    const low = Math.log(values[0]), span = Math.log(values[values.length - 1]) - low;
    const width = this.plot.clientWidth - RATE_MARGIN.l - RATE_MARGIN.r;
    const free = []; // px from the left, per row
    const falling = this.shown.filter((walk) => walk.limit).sort((a, b) => b.limit - a.limit);
    return falling.map((walk, i) => {
      const text = fill(words["limit of {name}"], {name: walk.label});
      const at = (width * (Math.log(walk.limit) - low)) / span;
      const side = i === falling.length - 1 ? "right" : "left";
      const end = side === "left" ? at + LETTER * text.length : at;
      let row = 0;
      while (end > free[row]) row++;
      free[row] = at;
      return {walk, text, side, row};
    });
  }

  // One row per optimizer: stretches of rates that do the same to it.
  drawRegimes() {
    const {values, colors, words} = this.player;
    const width = this.plot.clientWidth - RATE_MARGIN.l - RATE_MARGIN.r;
    const low = Math.log(values[0]), span = Math.log(values[values.length - 1]) - low;
    // A stretch reaches half-way to its neighbours.
    const edge = (i) => (i <= 0 ? 0 : i >= values.length ? 1 : ((Math.log(values[i - 1]) + Math.log(values[i])) / 2 - low) / span);
    this.regimes.style.margin = `0 ${RATE_MARGIN.r}px 0 ${RATE_MARGIN.l}px`;
    this.regimes.replaceChildren(...this.shown.map((walk) => {
      const row = element("div", {class: "ov-regime-row", style: `--hue: ${colors.hues[walk.hue]}`, role: "img"});
      const said = [];
      for (let from = 0; from < values.length;) {
        let to = from;
        while (to < values.length && walk.facts.regimes[to] === walk.facts.regimes[from]) to++;
        const regime = walk.regimes[walk.facts.regimes[from]], a = edge(from), b = edge(to);
        const sentence = fill(words["{name} {regime}: η from {low} to {high}"], {
          name: walk.label, regime: words[regime], low: plain(values[from]), high: plain(values[to - 1]),
        });
        said.push(sentence);
        const middle = (from + to - 1) >> 1;
        const stretch = element("span", {
          "data-regime": regime, title: sentence, style: `left:${100 * a}%;width:${100 * (b - a)}%`,
          text: (b - a) * width >= NAMED ? words[regime] : "",
        });
        stretch.addEventListener("click", () => this.player.setPlace(middle));
        row.append(stretch);
        from = to;
      }
      row.setAttribute("aria-label", said.join("; "));
      return row;
    }), this.legend());
  }

  // What the patterns of the stretches mean: those that there are, in the order of the words.
  legend() {
    const {colors, regimes, words} = {...this.player, regimes: this.player.header.rates.regimes};
    const seen = new Set(this.shown.flatMap((walk) => walk.facts.regimes));
    return element("div", {class: "ov-regime-legend", style: `--hue: ${colors.muted}`}, regimes.filter((_, i) => seen.has(i)).map((regime) =>
      element("span", {class: "ov-regime-means"}, [ // in one piece: no line ends between the two
        element("span", {class: "ov-regime-row"}, [element("span", {"data-regime": regime})]), element("span", {text: words[regime]}),
      ])));
  }

  frame(position) {
    const k = Math.floor(position);
    this.moveCursor();
    if (!this.graph.looks || k === this.step) return undefined;
    this.step = k;
    const data = this.at(k);
    return moveTraces(this.graph, data);
  }

  moveCursor() {
    const axis = this.graph._fullLayout?.xaxis;
    if (!axis) return;
    const {values, place} = this.player;
    const low = Math.floor(place), part = place - low;
    const at = Math.log10(values[low]) * (1 - part) + (part ? Math.log10(values[low + 1]) * part : 0);
    this.cursor.style.transform = `translateX(${(axis._offset + axis.l2p(at)).toFixed(1)}px)`;
  }

  // The cursor follows the pointer while it is held down anywhere on the chart.
  listen() {
    if (this.listening) return;
    this.listening = true;
    const go = (event) => {
      const axis = this.graph._fullLayout.xaxis;
      const px = event.clientX - this.graph.getBoundingClientRect().left - axis._offset;
      const rate = 10 ** axis.p2l(Math.min(axis._length, Math.max(0, px)));
      this.player.setPlace(nearest(this.player.values, rate));
    };
    this.plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.plot.setPointerCapture(event.pointerId);
      this.held = true;
      go(event);
    }, true);
    this.plot.addEventListener("pointermove", (event) => {
      if (this.held) go(event);
    }, true);
    for (const name of ["pointerup", "pointercancel"]) this.plot.addEventListener(name, () => (this.held = false), true);
  }

  remove() {
    clearGraph(this.graph);
  }
}
