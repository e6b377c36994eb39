// The player: ground, walks, loss, readout and controls around one clock.

const GROUNDS = Symbol.for("optimizer-visualizer.grounds");
const KEPT_GROUNDS = 6;
const NARROW = 700; // px up to which all stands in one column, in the style sheet, too

// Grounds are sent by themselves, once each, and wait here for the players that need them.
function grounds() {
  return (globalThis[GROUNDS] ??= {known: new Map(), waiting: new Set()});
}

// A ground, or a part of one seen closer; make(window) asks for such a part, where one can.
export function receiveGround(bytes, make) {
  const ground = unpack(bytes);
  const {known, waiting} = grounds();
  if (ground.header.of) return receiveCloser(ground, known.get(ground.header.of));
  Object.assign(ground, {make, closer: known.get(ground.header.id)?.closer});
  known.delete(ground.header.id);
  known.set(ground.header.id, ground);
  while (known.size > KEPT_GROUNDS) known.delete(known.keys().next().value);
  for (const tell of [...waiting]) tell(ground.header.id);
}

// The moment after the browser has painted; at once in a page that is not shown.
function nextFrame() {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

class Walk {
  constructor(facts, index, arrays, minimum) {
    Object.assign(this, facts);
    this.index = index;
    for (const name of ["x", "y", "gap", "slope", "spent"]) this[name] = arrays[`${name}${index}`];
    this.factors = arrays.factors;
    this.bends = bendsOf(arrays, index);
    this.minimum = minimum ?? 0;
  }

  // The learning rate of the step from k, as text.
  rateAt(k) {
    if (this.eta === undefined) return this.rate;
    return number(this.etaAt(k));
  }

  // The same as a number, under a schedule.
  etaAt(k) {
    return this.eta * this.factors[Math.min(k, this.factors.length - 1)];
  }

  // Where a step stands on the loss chart: the evaluations so far where those are counted and not
  // one per step; between two steps, the part of the way.
  abscissa(position) {
    if (!this.spent) return position;
    const at = Math.min(position, this.last);
    const k = Math.floor(at), next = Math.min(k + 1, this.last);
    return this.spent[k] + (at - k) * (this.spent[next] - this.spent[k]);
  }

  // The height itself; what is sent is its distance from f*, which keeps its digits near it.
  f(k) {
    return this.gap[k] + this.minimum;
  }
}

export class Player {
  constructor(parent, send) {
    this.send = send;
    this.parent = parent;
    this.root = element("section", {class: "ov-player", tabindex: "0"});
    this.root.player = this; // for whoever wants to drive it from outside, as tests do
    parent.append(this.root);
    this.undo = [];
    this.hidden = new Set();
    this.comet = false;
    this.panels = [];
    this.walks = [];
    this.touch = matchMedia("(pointer: coarse)").matches;
    this.clock = new Clock((position) => this.frame(position), () => this.playingChanged());
    this.teller = new Teller(this);
    this.undo.push(() => this.teller.stop());
    const tell = (id) => {
      if (id === this.groundId) this.redraw();
    };
    grounds().waiting.add(tell);
    this.undo.push(() => grounds().waiting.delete(tell));
    this.on(document, "keydown", (event) => this.key(event));
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.root);
    const theme = setInterval(() => {
      if (this.header && paper(this.parent) !== this.paper) this.redraw();
    }, 400);
    this.undo.push(() => clearInterval(theme), drawnForPrint(this));
  }

  on(target, name, act, capture = false) {
    target.addEventListener(name, act, capture);
    this.undo.push(() => target.removeEventListener(name, act, capture));
  }

  get ground() {
    return grounds().known.get(this.groundId);
  }

  // New data: keep the position, the zoom, the hidden walks; draw only what has changed. They are
  // taken as a whole, when no drawing is under way, and nothing else is drawn until they are.
  async receive(bytes) {
    const {header, arrays} = unpack(bytes);
    const first = !this.header;
    const animate = header.autoplay && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    await this.clock.hold(async () => {
      if (this.inSpace && !header.solid) await this.setSpace(false);
      this.take(header, arrays);
      if (first) this.clock.position = animate ? 0 : this.steps;
      await this.paint();
    });
    if (this.clock.stopped) return;
    if (first && animate) this.clock.play();
    this.root.dataset.ready = String(Number(this.root.dataset.ready ?? 0) + 1);
  }

  // All that follows from the data and is not drawn by Plotly; without a wait inside.
  take(header, arrays) {
    const first = !this.header;
    const newGround = header.ground !== this.groundId;
    Object.assign(this, {
      header, words: header.words, steps: header.steps, start: header.start, minima: header.minima,
      logarithmic: header.minimum !== null, groundId: header.ground, iterated: arrays.map,
    });
    this.walks = this.readWalks(header, arrays);
    this.factors = arrays.factors; // of a schedule, where one is in force
    if (newGround || first) {
      this.view = {x: header.window.slice(0, 2), y: header.window.slice(2)};
      if (this.looking) this.lookAgain = null; // what is being shown is a part of the old ground
    }
    this.clock.setSteps(this.steps);
    if (first) this.build();
    this.arrange();
  }

  readWalks(header, arrays) {
    return header.walks.map((facts, i) => new Walk(facts, i, arrays, header.minimum));
  }

  // What stands beside the map.
  makeSide() {
    this.loss = new LossChart(this);
    this.readout = new Readout(this);
    return [this.loss.root, this.readout.root];
  }

  // The number of the step at a position; pages that keep only some of the steps count otherwise.
  stepAt(position) {
    return Math.floor(position);
  }

  build() {
    this.maps = element("div", {class: "ov-maps"});
    this.space = new Space(this);
    const side = this.makeSide();
    this.curvature = new CurvatureView(this);
    this.controls = new Controls(this);
    this.state = element("p", {class: "ov-state", role: "status"});
    // A saved page has nobody to answer a click, so it does not invite one.
    this.root.classList.toggle("ov-alone", !this.send);
    this.notice = element("p", {class: "ov-hint", text: this.send ? this.words["Click the map to start there."] : ""});
    this.stage = element("div", {class: "ov-stage"}, [this.maps, this.controls.zoom]);
    this.root.setAttribute("aria-label", this.words["Player"]);
    this.root.append(
      this.stage, element("div", {class: "ov-side"}, [element("div", {class: "ov-beside"}, [...side, this.curvature.root])]),
      this.controls.root, element("div", {class: "ov-foot"}, [this.state, this.notice]),
    );
    for (const part of [this.stage, this.root.querySelector(".ov-loss")]) this.observer.observe(part);
  }

  arrange() {
    const wanted = this.header.panels;
    const same = wanted.length === this.panels.length;
    if (!same) {
      for (const panel of this.panels) panel.remove();
      this.panels = wanted.map((spec) => new PANELS[spec.kind ?? "map"](this, spec));
      this.maps.replaceChildren(...this.panels.map((panel) => panel.root), this.space.root);
    }
    this.root.classList.toggle("ov-many", wanted.length > 1);
    this.root.classList.toggle("ov-line", Boolean(this.header.line));
    wanted.forEach((spec, i) => {
      this.panels[i].spec = spec;
      this.panels[i].caption.textContent = spec.title ?? "";
      this.panels[i].caption.hidden = !spec.title;
    });
  }

  // Draw everything that the theme, the size or a choice may have changed. Calls that come before it
  // has begun are one.
  redraw() {
    this.redrawing ??= this.clock.hold(() => {
      this.redrawing = null;
      return this.paint();
    });
    return this.redrawing;
  }

  // The same for whoever holds the clock: first what is no graph, at once, then all graphs.
  async paint() {
    this.dress();
    this.follow(this.clock.position);
    if (!this.root.dataset.ready) {
      // At first sight the ground is shown while everything else is being drawn.
      await Promise.all(this.panels.map((panel) => panel.drawGround()));
      await nextFrame();
      if (this.clock.stopped) return;
    }
    await Promise.all(this.drawings());
    if (this.inSpace && !this.clock.stopped) {
      await this.drawSpace();
      await this.space.frame(this.clock.position);
    }
  }

  dress() {
    this.paper = paper(this.parent);
    this.dark = isDark(this.parent);
    this.colors = colorsBehind(this.parent, this.header.colors);
    this.font = getComputedStyle(this.root).fontFamily;
    for (const [name, value] of Object.entries(this.colors)) {
      if (typeof value === "string") this.root.style.setProperty(`--ov-${name}`, value);
    }
    this.readout.draw();
    this.controls.draw();
    this.placeZoom();
    for (const panel of this.panels) panel.measure();
    this.curvature.draw();
    this.box = this.extent();
  }

  drawings() {
    return [...this.panels.flatMap((panel) => [panel.drawGround(), panel.drawWalks()]), this.loss.draw()];
  }

  // On the map; of many maps none is large enough for the buttons, so they stand in the bar below.
  placeZoom() {
    const inBar = this.panels.length > 1 && !this.header.line && this.root.clientWidth > NARROW;
    const place = inBar ? this.controls.root : this.stage, {zoom} = this.controls;
    if (zoom.parentElement !== place) place.append(zoom);
  }

  // What shows the position and is no graph.
  follow(position) {
    this.controls.frame(position);
    this.readout.frame(position);
    this.curvature.frame(position);
    this.say();
  }

  async frame(position) {
    this.follow(position);
    await Promise.all([this.loss.frame(position), ...(this.inSpace
      ? [this.space.frame(position)] : this.panels.map((panel) => panel.frame(position, this.comet)))]);
  }

  // While playing the sentence is for the eyes only: it would be read out without end.
  say() {
    this.state.setAttribute("aria-live", this.clock.playing ? "off" : "polite");
    const sentence = this.readout.sentence(this.clock.position);
    if (this.state.textContent !== sentence) this.state.textContent = sentence;
    this.teller.tell();
  }

  playingChanged() {
    this.root.dataset.playing = String(this.clock.playing);
    this.controls.draw();
    if (!this.clock.playing) this.say();
  }

  toggleWalk(key) {
    this.clock.hold(() => {
      if (!this.hidden.delete(key)) this.hidden.add(key);
      return this.paint();
    });
  }

  setStart(point) {
    if (this.send) this.send("start", point);
  }

  key(event) {
    const inside = this.root.contains(event.target);
    if (!this.header || event.ctrlKey || event.metaKey || event.altKey || (!inside && event.target !== document.body)) return;
    const field = event.target.closest?.("select, input");
    const steps = {ArrowLeft: -1, ArrowRight: 1};
    if (event.key === " " && !event.target.closest?.("button, select")) this.clock.toggle();
    else if (event.key in steps && !field) this.clock.step(steps[event.key]);
    else if (event.key === "Home" && !field) this.clock.goTo(0);
    else if (event.key === "End" && !field) this.clock.goTo(this.steps);
    else return;
    event.preventDefault();
  }

  // -- looking ---------------------------------------------------------------------------------

  // Show another part of the plane in all panels; one drawing at a time, always the newest view.
  async look(view, source) {
    this.view = view;
    if (this.looking) {
      this.lookAgain = source;
      return;
    }
    this.looking = true;
    try {
      let from = source;
      do {
        this.lookAgain = undefined;
        await Promise.all(this.panels.map((panel) => panel.show(this.view, panel === from)));
        this.curvature.frame(this.clock.position);
        from = this.lookAgain;
      } while (this.lookAgain !== undefined);
    } finally {
      this.looking = false;
    }
  }

  zoom(factor) {
    const [x0, x1, y0, y1] = this.header.window;
    if (factor === null) {
      this.look({x: [x0, x1], y: [y0, y1]}, null);
      return;
    }
    const middle = ([low, high]) => (low + high) / 2;
    const about = ([low, high], at) => [at + factor * (low - at), at + factor * (high - at)];
    const {x, y} = this.view, at = middle(x);
    this.look({x: about(x, at), y: about(y, this.panels[0]?.heightToKeep?.(at) ?? middle(y))}, null);
  }

  toggleSpace() {
    return this.clock.hold(() => this.setSpace(!this.inSpace));
  }

  async setSpace(inSpace) {
    this.inSpace = inSpace;
    this.controls.space.setAttribute("aria-pressed", String(this.inSpace));
    this.root.classList.toggle("ov-in-space", this.inSpace);
    for (const panel of this.panels) panel.measure();
    if (this.inSpace) await this.drawSpace();
    else this.space.remove();
    this.clock.show(); // as soon as nothing holds it
  }

  async drawSpace() {
    const {width, height} = this.panels[0].size();
    await this.space.draw(width, height);
  }

  // What the drawings are as large as; it follows from the height of the window, too.
  extent() {
    const chart = this.root.querySelector(".ov-loss");
    return [this.root.clientWidth, this.stage.clientWidth, chart.clientWidth, chart.clientHeight].join();
  }

  resized() {
    if (!this.header || this.extent() === this.box) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.redraw());
  }

  remove() {
    this.clock.stop();
    this.observer.disconnect();
    for (const act of this.undo) act();
    for (const panel of this.panels) panel.remove();
    if (this.header) {
      this.space.remove();
      this.loss.remove();
    }
    this.root.remove();
  }
}
