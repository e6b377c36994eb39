// One panel: three graphs with the same axes, one upon the other.
//
//   below    the contours, drawn once per ground
//   moving   the trails and the heads, animated
//   above    the whole paths (faint), minima, start and exits: what is hovered, dragged, clicked
//
// They are apart because plotly.js takes contours off a figure as soon as one of its frames runs
// (plotly.js #4596), and because a frame computes every trace of its figure anew.

const MARGIN = {l: 44, r: 8, t: 8, b: 36};
const TRAIL = 24; // steps that a comet's tail is long
const FINEST = 0.6; // of a pixel; points of a trail that are nearer to each other are one
const AT_ONCE = {transition: {duration: 0}, frame: {duration: 0, redraw: false}, mode: "immediate"};
const CONFIG = {displayModeBar: false, doubleClick: false, showTips: false, responsive: false};

export class MapPanel {
  constructor(player, spec) {
    this.player = player;
    this.spec = spec;
    this.root = element("div", {class: "ov-map"});
    this.below = element("div", {class: "ov-ground", "aria-hidden": "true"});
    this.moving = element("div", {class: "ov-trails", "aria-hidden": "true"});
    this.above = element("div", {class: "ov-walks"});
    this.caption = element("div", {class: "ov-caption"});
    this.root.append(this.caption, this.below, this.moving, this.above);
    this.groundKey = null;
    this.following = false;
    this.ready = null;
  }

  // Asked once per redraw, never per frame: reading a width makes the browser lay out the page.
  measure() {
    // A map that is hidden behind the 3-D view has no width of its own.
    const width = this.root.clientWidth || this.player.stage.clientWidth;
    this.side = Math.max(160, Math.floor(width - MARGIN.l - MARGIN.r));
  }

  size() {
    const {side} = this;
    return {width: side + MARGIN.l + MARGIN.r, height: side + MARGIN.t + MARGIN.b};
  }

  axis(range, colors, title) {
    return {
      range: [...range], fixedrange: false, showgrid: false, zeroline: false, ticks: "outside",
      ticklen: 4, tickcolor: colors.line, linecolor: colors.line, showline: true, mirror: true,
      tickfont: {size: 11, color: colors.muted}, nticks: 7,
      title: {text: title, font: {size: 12, color: colors.muted}, standoff: 4},
    };
  }

  layout(colors, visible) {
    const view = this.player.view;
    const {width, height} = this.size();
    const touch = this.player.touch;
    const layout = {
      width, height, margin: MARGIN, showlegend: false, hovermode: "closest",
      dragmode: touch ? false : "pan", paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: visible ? colors.high : "rgba(0,0,0,0)",
      xaxis: this.axis(view.x, colors, "x"), yaxis: this.axis(view.y, colors, "y"),
      font: {family: this.player.font}, hoverdistance: 12,
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
    };
    if (!visible) {
      // The ground's graph draws the axes; this one only needs their geometry.
      for (const axis of [layout.xaxis, layout.yaxis]) {
        axis.ticks = "";
        axis.showline = false;
        axis.tickfont = {size: 11, color: "rgba(0,0,0,0)"};
        axis.title = {text: ""};
      }
    }
    return layout;
  }

  // The contours; drawn again only when the ground, the theme or the size has changed.
  async drawGround() {
    const {ground, colors, dark} = this.player;
    if (!ground) return;
    const {width} = this.size();
    const key = `${ground.header.id}/${dark}/${width}`;
    if (key === this.groundKey) return;
    this.groundKey = key;
    const {nx, ny, window: [x0, x1, y0, y1], bands} = ground.header;
    const z = [];
    for (let row = 0; row < ny; row++) z.push(ground.arrays.z.subarray(row * nx, (row + 1) * nx));
    const trace = {
      type: "contour", z, x0, dx: (x1 - x0) / (nx - 1), y0, dy: (y1 - y0) / (ny - 1),
      autocontour: false, contours: {start: 0.5 / bands, end: 1, size: 1 / bands, coloring: "fill"},
      zmin: 0, zmax: 1, showscale: false, hoverinfo: "skip",
      colorscale: [[0, colors.deep], [1, colors.high]],
      line: {width: 0.6, color: colors.contour, smoothing: 1},
    };
    await Plotly.react(this.below, [trace], this.layout(colors, true), {...CONFIG, staticPlot: true});
  }

  groups() {
    const {walks, hidden, colors} = this.player;
    const groups = new Map();
    for (const index of this.spec.walks) {
      const walk = walks[index];
      if (hidden.has(walk.key)) continue;
      const style = `${walk.hue}/${walk.dash}`;
      if (!groups.has(style)) {
        groups.set(style, {color: colors.hues[walk.hue], dash: walk.dash, members: []});
      }
      groups.get(style).members.push(walk);
    }
    return [...groups.values()];
  }

  // Both graphs of the walks; called when walks, theme, size or hidden walks have changed.
  async drawWalks() {
    const {colors, words, start, minima} = this.player;
    this.shown = this.groups();
    // The stars lie under the walks, so that a head that has arrived is seen on its star.
    const stars = {
      type: "scatter", mode: "markers", x: minima.map((m) => m[0]), y: minima.map((m) => m[1]),
      marker: {symbol: "star", size: 15, color: colors.star, line: {color: colors.text, width: 1}},
    };
    const trails = this.shown.map((group) => ({
      type: "scatter", mode: "lines", line: {color: group.color, width: 2.6, dash: group.dash},
    }));
    const alone = this.shown.filter((group) => group.members.length === 1);
    trails.push({
      type: "scatter", mode: "markers",
      marker: {size: 11, color: alone.map((group) => group.color), line: {color: colors.card, width: 2}},
    });
    // The heads of a crowd are the round ends of lines without length: one path, not a hundred.
    const crowds = this.shown.filter((group) => group.members.length > 1);
    trails.push(...crowds.map((group) => ({
      type: "scatter", mode: "lines", line: {color: group.color, width: 7, simplify: false},
    })));
    // Drawn where the clock stands, so that a change of the walks needs no frame of its own.
    this.at(this.player.clock.position, this.player.comet).forEach((data, i) => Object.assign(trails[i], data));
    const drawing = [this.draw(this.moving, [stars, ...trails], {...CONFIG, staticPlot: true})];
    const traces = this.shown.map((group) => this.fullPath(group, words));
    traces.push({
      type: "scatter", mode: "markers", x: minima.map((m) => m[0]), y: minima.map((m) => m[1]),
      hovertemplate: `${words["minimum"]}<br>x %{x:.6f}<br>y %{y:.6f}<extra></extra>`,
      marker: {symbol: "star", size: 15, opacity: 0}, // only to be hovered
    });
    traces.push({
      type: "scatter", mode: "markers", x: [start[0]], y: [start[1]],
      hovertemplate: `${words["start"]}<br>x %{x}<br>y %{y}<extra></extra>`,
      marker: {symbol: "circle-open", size: 15, color: colors.text, line: {width: 2}},
    });
    traces.push(this.exits(words));
    drawing.push(this.draw(this.above, traces, {...CONFIG, scrollZoom: !this.player.touch}));
    await Promise.all(drawing);
    this.listen();
  }

  // Where only numbers have changed a frame is enough; it costs a third of a new drawing.
  async draw(graph, traces, config) {
    const layout = this.layout(this.player.colors, false);
    const looks = JSON.stringify([layout, traces.map(({x, y, customdata, ...look}) => look)]);
    if (graph.looks === looks) await Plotly.animate(graph, {data: traces, traces: traces.map((_, i) => i)}, AT_ONCE);
    else await Plotly.react(graph, traces, layout, config);
    graph.looks = looks;
  }

  fullPath(group, words) {
    const x = [], y = [], facts = [];
    for (const walk of group.members) {
      for (let k = 0; k <= walk.last; k++) {
        x.push(walk.x[k]);
        y.push(walk.y[k]);
        facts.push([walk.label, k, walk.f(k), walk.slope[k]]);
      }
      x.push(null);
      y.push(null);
      facts.push(null);
    }
    return {
      type: "scatter", mode: "lines", x, y, customdata: facts, opacity: 0.38,
      line: {color: group.color, width: 1.4, dash: group.dash},
      hovertemplate: `<b>%{customdata[0]}</b><br>${words["step"]} %{customdata[1]}<br>` +
        "x %{x:.5f}<br>y %{y:.5f}<br>f %{customdata[2]:.5~g}<br>|∇f| %{customdata[3]:.4~g}<extra></extra>",
    };
  }

  exits(words) {
    const left = this.shown.flatMap((group) =>
      group.members.filter((walk) => walk.left).map((walk) => ({...walk.left, walk, color: group.color})));
    return {
      type: "scatter", mode: "markers+text", x: left.map((e) => e.x), y: left.map((e) => e.y),
      text: left.map(() => ""), cliponaxis: false,
      customdata: left.map((e) => fill(words["{name} left the map at step {step}"], {name: e.walk.label, step: e.step})),
      hovertemplate: "%{customdata}<extra></extra>",
      marker: {
        symbol: "x-thin", size: 11, color: left.map((e) => e.color),
        line: {width: 3, color: left.map((e) => e.color)},
      },
    };
  }

  // How near two points of a trail may be without being seen as two, in the units of the axes.
  finest() {
    const {side, player: {view: {x, y}}} = this;
    return {x: (FINEST * (x[1] - x[0])) / side, y: (FINEST * (y[1] - y[0])) / side};
  }

  // The trails up to a position, and the heads. Resolves when Plotly has drawn them.
  async frame(position, comet) {
    if (!this.shown || !this.shown.length) return;
    const data = this.at(position, comet);
    await Plotly.animate(this.moving, {data, traces: data.map((_, i) => i + 1)}, AT_ONCE);
  }

  // What the traces of the moving graph hold at a position.
  at(position, comet) {
    const data = [], heads = {x: [], y: []}, crowds = [];
    const near = this.finest();
    for (const group of this.shown) {
      const crowd = group.members.length > 1 ? {x: [], y: []} : null;
      const trail = {x: [], y: []};
      for (const walk of group.members) {
        const [x, y] = this.trail(walk, position, comet, near, trail);
        if (crowd) {
          trail.x.push(null);
          trail.y.push(null);
          crowd.x.push(x, x + near.x / 100, null);
          crowd.y.push(y, y, null);
        } else {
          heads.x.push(x);
          heads.y.push(y);
        }
      }
      data.push(trail);
      if (crowd) crowds.push(crowd);
    }
    return [...data, heads, ...crowds];
  }

  // Append a walk's trail up to a position, and return its head.
  trail(walk, position, comet, near, {x, y}) {
    const at = Math.min(position, walk.last);
    const whole = Math.floor(at), part = at - whole;
    let lastX = Infinity, lastY = Infinity;
    for (let k = comet ? Math.max(0, whole - TRAIL) : 0; k <= whole; k++) {
      const px = walk.x[k], py = walk.y[k];
      if (k < whole && Math.abs(px - lastX) < near.x && Math.abs(py - lastY) < near.y) continue;
      x.push((lastX = px));
      y.push((lastY = py));
    }
    if (!(part > 0)) return [walk.x[whole], walk.y[whole]];
    const hx = walk.x[whole] + part * (walk.x[whole + 1] - walk.x[whole]);
    const hy = walk.y[whole] + part * (walk.y[whole + 1] - walk.y[whole]);
    x.push(hx);
    y.push(hy);
    return [hx, hy];
  }

  // -- touching ------------------------------------------------------------------------------------

  listen() {
    if (this.listening) return;
    this.listening = true;
    const follow = (change) => this.follow(change);
    this.above.on("plotly_relayout", follow);
    this.above.on("plotly_relayouting", follow);
    let pressed = null;
    this.above.addEventListener("pointerdown", (event) => {
      pressed = event.button === 0 && event.isPrimary ? {x: event.clientX, y: event.clientY} : null;
    }, true);
    // Plotly covers the page while a button is down, so the release is heard at the document.
    this.player.on(document, "pointerup", (event) => {
      const from = pressed;
      pressed = null;
      if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4) return;
      const point = this.pointAt(event.clientX, event.clientY);
      if (point) this.player.setStart(point);
    }, true);
  }

  // The point of the plane under a place on the screen, to a fifth of a pixel; null beside the map.
  pointAt(clientX, clientY) {
    const {xaxis, yaxis} = this.above._fullLayout;
    const box = this.above.getBoundingClientRect();
    const px = clientX - box.left - xaxis._offset, py = clientY - box.top - yaxis._offset;
    if (px < 0 || py < 0 || px > xaxis._length || py > yaxis._length) return null;
    const unit = Math.abs(xaxis.range[1] - xaxis.range[0]) / xaxis._length;
    const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(unit / 2.5))));
    return [+xaxis.p2d(px).toFixed(digits), +yaxis.p2d(py).toFixed(digits)];
  }

  follow(change) {
    if (this.obeying) return; // this change is not the visitor's but another panel's
    const read = (axis) => (change[`${axis}.range`] ??
      (`${axis}.range[0]` in change ? [change[`${axis}.range[0]`], change[`${axis}.range[1]`]] : null));
    const x = read("xaxis"), y = read("yaxis");
    if (!x && !y) return;
    this.player.look({x: x ?? this.player.view.x, y: y ?? this.player.view.y}, this);
  }

  async show(view, isSource) {
    const ranges = {"xaxis.range": [...view.x], "yaxis.range": [...view.y]};
    if (this.groundKey) await Plotly.relayout(this.below, ranges);
    if (this.listening) await Plotly.relayout(this.moving, ranges);
    if (isSource || !this.listening) return;
    this.obeying = true;
    try {
      await Plotly.relayout(this.above, ranges);
    } finally {
      this.obeying = false;
    }
  }

  remove() {
    for (const graph of [this.below, this.moving, this.above]) Plotly.purge(graph);
    this.root.remove();
  }
}
