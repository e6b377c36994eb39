// The curve with what walks on it: balls, tangents, steps, and the sign of the slope.

import {BallGrip, BentDots} from "./ballgrip.js";
import {LinePanel} from "./line.js";
import {MARK} from "./marks.js";
import {fill} from "./theme.js";

const TANGENT = 46; // px on either side
const BARB = {back: 9, up: 5}; // px of an arrow's head
const SHORTEST_ARROW = 3; // px
const OF_WALKS = "walks"; // what is of the walks and not of the curve

/** @returns {import("./types.js").Path} */
const nothing = () => ({x: [], y: []});

export class CurvePanel extends LinePanel {
  /** @type {BallGrip[]} */ held = [];
  dots = new BentDots(this);

  // A grip for every start; what tells of walks as they were is told from the curve itself.
  async drawWalks() {
    await super.drawWalks();
    if (this.player.clock.stopped || !this.listening) return;
    const {starts = [], walks} = this.player, count = Math.min(starts.length, walks.length);
    for (const grip of this.held.splice(count)) grip.remove();
    while (this.held.length < count) {
      const grip = new BallGrip(this, this.held.length);
      this.held.push(grip);
      this.root.append(grip.box);
      grip.listen();
    }
    if (!this.dots.root.isConnected) this.root.append(this.dots.root);
    const of = new Set(/** @type {any} */ (this.still).data.flatMap(({meta}, i) => (meta === OF_WALKS ? [i] : [])));
    for (const drawn of this.still.querySelectorAll(".scatterlayer > .trace")) {
      drawn.classList.toggle("ov-of-walks", of.has(/** @type {any} */ (drawn).__data__?.[0]?.trace.index));
    }
    this.placeBalls();
  }

  placeBalls() {
    this.dots.draw();
    for (const grip of this.held) grip.place();
  }

  async frame(position) {
    await super.frame(position);
    if (this.player.live.before) this.placeBalls();
  }

  async show(view, isSource) {
    await super.show(view, isSource);
    this.placeBalls();
  }

  remove() {
    for (const grip of this.held) grip.remove();
    super.remove();
  }

  /** @returns {[string, string]} */
  titles() {
    return ["x", "f(x)"];
  }

  // The bands in which the stop rule would fire.
  shapes() {
    const {header: {stretches = []}, colors} = this.player;
    return stretches.map(([x0, x1]) => ({
      type: "rect", xref: "x", yref: "paper", x0, x1, y0: 0, y1: 1, layer: "below",
      fillcolor: colors.star, opacity: 0.28, line: {color: colors.star, width: 1},
    }));
  }

  stillTraces(ground) {
    const {colors, words, header: {lesson}} = this.player;
    const x = this.abscissae(ground);
    const curve = (y, width, color) => ({type: "scatter", mode: "lines", x, y, line: {width, color}});
    const traces = [];
    for (let i = 0; i < ground.header.parts; i++) {
      traces.push({...curve(ground.arrays[`part${i}`], 1, colors.muted), hoverinfo: "skip"});
    }
    traces.push({
      ...curve(ground.arrays.f, 2.2, colors.text), customdata: ground.arrays.slope,
      hovertemplate: "x %{x:.5~g}<br>f %{y:.5~g}<br>f′ %{customdata:.4~g}<extra></extra>",
    });
    traces.push(...this.shown.map((walk) => this.path(walk, words)));
    // Where it is flat is what a lesson may ask for.
    const places = lesson?.alone ? [] : ground.header.stationary;
    const symbols = {minimum: "star", maximum: "triangle-up", inflection: "diamond"};
    traces.push({
      type: "scatter", mode: "markers", x: places.map((p) => p.x), y: places.map((p) => p.f),
      customdata: places.map((p) => words[p.turn]),
      hovertemplate: "%{customdata}<br>x %{x:.6f}<br>f %{y:.6f}<extra></extra>",
      marker: {
        symbol: places.map((p) => symbols[p.turn]), size: 13, color: colors.star, line: {color: colors.text, width: 1},
      },
    });
    if (lesson?.begins) traces.push(begins(lesson.begins, words, colors));
    const begun = this.shown.filter((walk) => walk.last >= 0);
    traces.push({
      type: "scatter", mode: "markers", meta: OF_WALKS, x: begun.map((walk) => walk.x[0]), y: begun.map((walk) => walk.y[0]),
      customdata: begun.map((walk) => walk.label), cliponaxis: false,
      hovertemplate: `<b>%{customdata}</b><br>${words["start"]}<br>x %{x}<extra></extra>`,
      marker: {symbol: "circle-open", size: 17, color: begun.map((walk) => this.hue(walk)), line: {width: 2}},
    });
    const left = this.shown.filter((walk) => walk.left);
    traces.push({
      type: "scatter", mode: "markers", meta: OF_WALKS, x: left.map((w) => w.left.x), y: left.map((w) => w.left.y), cliponaxis: false,
      customdata: left.map((w) => fill(words["{name} left the map at step {step}"], {name: w.label, step: w.left.step})),
      hovertemplate: "%{customdata}<extra></extra>",
      marker: {symbol: "x-thin", size: 11, line: {width: 3, color: left.map((w) => this.hue(w))}},
    });
    return traces;
  }

  path(walk, words) {
    const count = walk.last + 1;
    return {
      type: "scatter", mode: "markers", meta: OF_WALKS, x: walk.x.subarray(0, count), y: walk.y.subarray(0, count), opacity: 0.45,
      customdata: Array.from({length: count}, (_, k) => [k, walk.f(k), walk.slope[k]]),
      marker: {size: walk.marker ? MARK : 5, symbol: walk.marker || "circle", color: this.hue(walk)},
      hovertemplate: `<b>${walk.label}</b><br>${words["step"]} %{customdata[0]}<br>x %{x:.5f}<br>` +
        "f %{customdata[1]:.5~g}<br>f′ %{customdata[2]:.4~g}<extra></extra>",
    };
  }

  // Always as many traces, in the same order, whatever they hold: a frame replaces x and y only.
  movingTraces(position) {
    const {colors} = this.player;
    const scale = this.scale();
    const places = this.shown.map((walk) => this.ball(walk, position));
    const line = (color, width, path, dash = "solid") => ({
      type: "scatter", mode: "lines", line: {color, width, dash, simplify: false}, ...path,
    });
    const traces = this.shown.map((walk, i) => line(this.hue(walk), 1.8, this.trail(walk, places[i]), walk.dash));
    const [tangents, falling, rising] = [nothing(), nothing(), nothing()];
    const signs = {"−": nothing(), "+": nothing(), "0": nothing()};
    this.shown.forEach((walk, i) => {
      const {k} = places[i], slope = walk.slope[k];
      if (k > position || !Number.isFinite(slope)) return;
      const half = TANGENT / Math.hypot(scale.x, slope * scale.y);
      tangents.x.push(walk.x[k] - half, walk.x[k] + half, null);
      tangents.y.push(walk.y[k] - half * slope, walk.y[k] + half * slope, null);
      this.arrow(walk, k, scale, slope < 0 ? falling : rising);
      const sign = signs[slope < 0 ? "−" : slope > 0 ? "+" : "0"];
      sign.x.push(places[i].x);
      sign.y.push(places[i].y);
    });
    traces.push(line(colors.muted, 1.6, tangents));
    // Blue pushes right, red pushes left, in descent; the sign itself stands on the ball.
    traces.push(line(colors.hues.blue, 3, falling), line(colors.hues.red, 3, rising));
    const fired = this.shown.filter((walk) => walk.stopped >= 0 && walk.stopped <= position);
    traces.push({
      type: "scatter", mode: "markers", x: fired.map((w) => w.x[w.stopped]), y: fired.map((w) => w.y[w.stopped]),
      marker: {symbol: "square-open", size: 25, color: colors.text, line: {width: 1.5}},
    });
    traces.push(this.balls(places));
    for (const [text, path] of Object.entries(signs)) {
      traces.push({
        type: "scatter", mode: "text", text, textposition: "middle center", ...path,
        textfont: {size: 13, color: colors.card, weight: 700},
      });
    }
    return traces;
  }

  trail(walk, {k, x, y}) {
    return {x: [...walk.x.subarray(0, k + 1), x], y: [...walk.y.subarray(0, k + 1), y]};
  }

  // From the place of step k to that of the next, at the height of the first.
  arrow(walk, k, scale, path) {
    if (k >= walk.last) return;
    const from = walk.x[k], to = walk.x[k + 1], y = walk.y[k];
    if (!(Math.abs(to - from) * scale.x > SHORTEST_ARROW)) return;
    const back = to - (Math.sign(to - from) * BARB.back) / scale.x, up = BARB.up / scale.y;
    path.x.push(from, to, null, back, to, back, null);
    path.y.push(y, y, null, y + up, y, y - up, null);
  }
}

/**
 * Where walks begin that are not shown yet.
 * @param {import("./types.js").Pair[]} places
 */
function begins(places, words, colors) {
  return {
    type: "scatter", mode: "markers", x: places.map((place) => place[0]), y: places.map((place) => place[1]), cliponaxis: false,
    hovertemplate: `${words["start"]}<br>x %{x}<br>f %{y:.5~g}<extra></extra>`,
    marker: {symbol: "circle-open", size: 17, color: colors.text, line: {width: 2}},
  };
}
