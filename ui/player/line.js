// Walks in one dimension: the curve with balls, tangents and steps on it, and the cobweb of the map
// x → x − ηf′(x). Each panel is two graphs with the same axes:
//
//   still    the curve, whole paths, marks: what is hovered, dragged and clicked
//   moving   what moves with the clock; lets every touch through
//
// They are apart because a frame computes every trace of its figure anew.

const LINE_MARGIN = {l: 50, r: 10, t: 8, b: 36};
const TANGENT = 46; // px on either side
const BARB = {back: 9, up: 5}; // px of an arrow's head
const SHORTEST_ARROW = 3; // px
const OUT_OF_REACH = 1e6; // widths or heights of the picture: a mark out there is left away

// Browsers count pixels in single precision and refuse a mark beyond it, such as a ball that has
// climbed a parabola for long. Lines are cut at the edge by Plotly, marks are not.
function inReach(trace, {x: [x0, x1], y: [y0, y1]}) {
  if (trace.mode === "lines") return trace;
  const far = (value, low, high) => !(Math.abs(value - low) < OUT_OF_REACH * (high - low));
  const x = Array.from(trace.x, (value, i) => (far(value, x0, x1) || far(trace.y[i], y0, y1) ? null : value));
  return {...trace, x};
}

class LinePanel {
  constructor(player, spec) {
    this.player = player;
    this.spec = spec;
    this.still = element("div", {class: "ov-walks"});
    this.moving = element("div", {class: "ov-trails", "aria-hidden": "true"});
    this.caption = element("div", {class: "ov-caption"});
    this.root = element("div", {class: "ov-map"}, [this.caption, this.still, this.moving]);
  }

  measure() {
    const width = Math.floor(this.root.clientWidth || this.player.stage.clientWidth);
    // The curve is as high as the square beside it, which is no higher than it is wide.
    const narrowest = Math.min(...this.player.panels.map(({root}) => root.clientWidth || width));
    const height = Math.floor(Math.min(narrowest, Math.max(260, 0.47 * innerHeight)));
    this.box = {width, height: this.square ? height : Math.min(Math.floor(0.85 * width), height)};
  }

  size() {
    return this.box;
  }

  // Pixels per unit of each axis.
  scale() {
    const {width, height} = this.box, {x, y} = this.ranges(this.player.view);
    return {
      x: (width - LINE_MARGIN.l - LINE_MARGIN.r) / (x[1] - x[0]),
      y: (height - LINE_MARGIN.t - LINE_MARGIN.b) / (y[1] - y[0]),
    };
  }

  ranges(view) {
    return view;
  }

  layout(seen) {
    const {colors, font, touch, view} = this.player;
    const ranges = this.ranges(view);
    const axis = (range, title) => ({
      range: [...range], fixedrange: false, showgrid: seen, gridcolor: colors.grid, zeroline: false,
      ticks: seen ? "outside" : "", ticklen: 4, tickcolor: colors.line, showline: seen, linecolor: colors.line,
      mirror: true, nticks: 7, tickfont: {size: 11, color: seen ? colors.muted : "rgba(0,0,0,0)"},
      title: {text: seen ? title : "", font: {size: 12, color: colors.muted}, standoff: STANDOFF},
    });
    const [x, y] = this.titles();
    return {
      ...this.box, margin: LINE_MARGIN, showlegend: false, hovermode: "closest", hoverdistance: 14,
      dragmode: touch ? false : "pan", paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: {family: font}, shapes: seen ? this.shapes() : [], xaxis: axis(ranges.x, x), yaxis: axis(ranges.y, y),
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
    };
  }

  shapes() {
    return [];
  }

  walks() {
    const {walks, hidden} = this.player;
    return this.spec.walks.map((index) => walks[index]).filter((walk) => !hidden.has(walk.key));
  }

  hue(walk) {
    return this.player.colors.hues[walk.hue];
  }

  async drawGround() {
    // The curve is a trace of the still graph: plotly.js keeps lines where it would lose contours.
  }

  async drawWalks() {
    const {ground, touch, clock} = this.player;
    this.shown = ground ? this.walks() : null; // until it is there nothing moves
    if (!ground) return;
    const still = {...CONFIG, scrollZoom: !touch};
    await Promise.all([
      drawGraph(this.still, this.inReach(this.stillTraces(ground)), this.layout(true), still),
      drawGraph(this.moving, this.inReach(this.movingTraces(clock.position)), this.layout(false), STILL),
    ]);
    if (!this.player.clock.stopped) this.listen();
  }

  async frame(position) {
    if (!this.shown) return;
    const data = this.inReach(this.movingTraces(position)).map(({x, y}) => ({x, y}));
    await moveTraces(this.moving, data);
  }

  inReach(traces) {
    const ranges = this.ranges(this.player.view);
    return traces.map((trace) => inReach(trace, ranges));
  }

  // A zoom leads along the curve: its height at x, if that is in sight, stays where it is.
  heightToKeep(x) {
    const {ground, view: {y: [low, high]}} = this.player;
    if (!ground) return null;
    const {header: {x: [first, last]}, arrays: {f}} = ground;
    const height = f[Math.round(((x - first) / (last - first)) * (f.length - 1))];
    return height >= low && height <= high ? height : null;
  }

  // Where the curve's samples lie.
  abscissae({header: {x: [low, high]}, arrays}) {
    const count = arrays.f.length;
    return Array.from({length: count}, (_, i) => low + (i * (high - low)) / (count - 1));
  }

  // A ball between two steps: on the straight line from place to place, which is how it gets there.
  ball(walk, position) {
    const at = Math.min(position, walk.last), k = Math.floor(at), part = at - k;
    if (!(part > 0)) return {k, x: walk.x[k], y: walk.y[k]};
    return {
      k, x: walk.x[k] + part * (walk.x[k + 1] - walk.x[k]), y: walk.y[k] + part * (walk.y[k + 1] - walk.y[k]),
    };
  }

  balls(places) {
    return {
      type: "scatter", mode: "markers", x: places.map((ball) => ball.x), y: places.map((ball) => ball.y),
      marker: {
        size: 15, color: this.shown.map((walk) => this.hue(walk)),
        line: {color: this.player.colors.card, width: 2},
      },
    };
  }

  // -- touching ------------------------------------------------------------------------------------

  listen() {
    if (this.listening) return;
    this.listening = true;
    pinchable(this, this.still);
    for (const name of ["plotly_relayout", "plotly_relayouting"]) this.still.on(name, (change) => this.follow(change));
    let pressed = null;
    this.still.addEventListener("pointerdown", (event) => {
      pressed = event.button === 0 && event.isPrimary ? event : null;
    }, true);
    // Plotly covers the page while a button is down, so the release is heard at the document.
    this.player.on(document, "pointerup", (event) => {
      const from = pressed;
      pressed = null;
      if (!from || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > 4) return;
      const x = this.abscissaAt(event.clientX, event.clientY);
      if (x !== null) this.player.setStart([x, 0]);
    }, true);
  }

  // The x under a place on the screen, to a fifth of a pixel; null beside the picture.
  abscissaAt(clientX, clientY) {
    const {xaxis, yaxis} = this.still._fullLayout, box = this.still.getBoundingClientRect();
    const px = clientX - box.left - xaxis._offset, py = clientY - box.top - yaxis._offset;
    if (px < 0 || py < 0 || px > xaxis._length || py > yaxis._length) return null;
    const unit = Math.abs(xaxis.range[1] - xaxis.range[0]) / xaxis._length;
    return +xaxis.p2d(px).toFixed(Math.min(12, Math.max(0, Math.ceil(-Math.log10(unit / 2.5)))));
  }

  follow(change) {
    if (this.obeying) return; // this change is not the visitor's but another panel's
    const {xaxis, yaxis} = this.still._fullLayout;
    if (!Object.keys(change).some((name) => name.includes("axis.range"))) return;
    this.player.look(this.viewFrom([...xaxis.range], [...yaxis.range]), this);
  }

  viewFrom(x, y) {
    return {x, y};
  }

  async show(view, isSource) {
    if (!this.listening) return;
    const {x, y} = this.ranges(view);
    const ranges = {"xaxis.range": [...x], "yaxis.range": [...y]};
    // Tangents and arrows are as long as they are on the screen, so another scale changes them.
    await changeLayout(this.moving, ranges);
    await this.frame(this.player.clock.position);
    if (isSource) return;
    this.obeying = true;
    try {
      await changeLayout(this.still, {...ranges, "yaxis.title.standoff": STANDOFF});
    } finally {
      this.obeying = false;
    }
  }

  remove() {
    for (const graph of [this.still, this.moving]) clearGraph(graph);
    this.root.remove();
  }
}

export class CurvePanel extends LinePanel {
  titles() {
    return ["x", "f(x)"];
  }

  // The bands in which the stop rule would fire.
  shapes() {
    const {header: {stretches}, colors} = this.player;
    return stretches.map(([x0, x1]) => ({
      type: "rect", xref: "x", yref: "paper", x0, x1, y0: 0, y1: 1, layer: "below",
      fillcolor: colors.star, opacity: 0.28, line: {color: colors.star, width: 1},
    }));
  }

  stillTraces(ground) {
    const {colors, words, walks: everyone} = this.player;
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
    const places = ground.header.stationary;
    const symbols = {minimum: "star", maximum: "triangle-up", inflection: "diamond"};
    traces.push({
      type: "scatter", mode: "markers", x: places.map((p) => p.x), y: places.map((p) => p.f),
      customdata: places.map((p) => words[p.turn]),
      hovertemplate: "%{customdata}<br>x %{x:.6f}<br>f %{y:.6f}<extra></extra>",
      marker: {
        symbol: places.map((p) => symbols[p.turn]), size: 13, color: colors.star, line: {color: colors.text, width: 1},
      },
    });
    const begun = this.shown.filter((walk) => walk.last >= 0);
    traces.push({
      type: "scatter", mode: "markers", x: begun.map((walk) => walk.x[0]), y: begun.map((walk) => walk.y[0]),
      customdata: begun.map((walk) => walk.label), cliponaxis: false,
      hovertemplate: `<b>%{customdata}</b><br>${words["start"]}<br>x %{x}<extra></extra>`,
      marker: {symbol: "circle-open", size: 17, color: begun.map((walk) => this.hue(walk)), line: {width: 2}},
    });
    const left = this.shown.filter((walk) => walk.left);
    traces.push({
      type: "scatter", mode: "markers", x: left.map((w) => w.left.x), y: left.map((w) => w.left.y), cliponaxis: false,
      customdata: left.map((w) => fill(words["{name} left the map at step {step}"], {name: w.label, step: w.left.step})),
      hovertemplate: "%{customdata}<extra></extra>",
      marker: {symbol: "x-thin", size: 11, line: {width: 3, color: left.map((w) => this.hue(w))}},
    });
    return traces;
  }

  path(walk, words) {
    const count = walk.last + 1;
    return {
      type: "scatter", mode: "markers", x: walk.x.subarray(0, count), y: walk.y.subarray(0, count), opacity: 0.45,
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
    const tangents = {x: [], y: []}, falling = {x: [], y: []}, rising = {x: [], y: []};
    const signs = {"−": {x: [], y: []}, "+": {x: [], y: []}, "0": {x: [], y: []}};
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

export class CobwebPanel extends LinePanel {
  get square() {
    return true;
  }

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

// The kinds of panels that a payload may ask for; without a word it is a map.
const PANELS = {map: MapPanel, curve: CurvePanel, cobweb: CobwebPanel};
