// The player: ground, walks, loss, readout and controls around one clock.

import {unpack} from "./blob.js";
import {Clock, nextFrame} from "./clock.js";
import {Controls} from "./controls.js";
import {CurvatureView} from "./curvature.js";
import {grounds} from "./grounds.js";
import {press} from "./keys.js";
import {Live} from "./live.js";
import {LossChart} from "./loss.js";
import {PANELS} from "./panels.js";
import {drawnForPrint} from "./print.js";
import {Readout} from "./readout.js";
import {Sight} from "./sight.js";
import {Space} from "./space.js";
import {Teller} from "./telling.js";
import {dress, element, paper} from "./theme.js";
import {Tools} from "./tools.js";
import {LinkedView} from "./view.js";
import {Walk} from "./walk.js";

export class Player extends Sight {
  /** @type {Tools} */ tools;
  /** @type {LinkedView} */ linked;

  /**
   * @param {HTMLElement} parent
   * @param {((name: string, value: any) => void) | null} send
   */
  constructor(parent, send) {
    super();
    this.send = send;
    this.parent = parent;
    this.root = element("section", {class: "ov-player", tabindex: "0"});
    this.root.player = this; // for whoever wants to drive it from outside, as tests do
    parent.append(this.root);
    this.undo = [];
    this.comet = false;
    this.panels = [];
    this.walks = [];
    this.touch = matchMedia("(pointer: coarse)").matches;
    this.clock = new Clock((position) => this.frame(position), () => this.playingChanged(), () => this.timing());
    this.teller = new Teller(this);
    this.live = new Live(this);
    this.undo.push(() => this.teller.stop());
    const tell = (id) => {
      if (id === this.groundId) this.redraw();
    };
    grounds().waiting.add(tell);
    this.undo.push(() => grounds().waiting.delete(tell));
    this.on(document, "keydown", (event) => press(this, event));
    (this.observer = new ResizeObserver(() => this.resized())).observe(this.root);
    const theme = setInterval(() => this.header && paper(this.parent) !== this.paper && this.redraw(), 400);
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
      if (first) this.clock.position = animate ? 0 : this.opensAt;
      if (first) this.stands = this.linked.open(); // at a step, and does not begin to play
      await this.paint();
    });
    if (this.clock.stopped) return;
    this.live.settled();
    if (this.linked.spaceAsked && first) await this.toggleSpace();
    if (first && animate && !this.stands) this.clock.play();
    else this.root.dataset.playing ??= "false";
    this.root.dataset.ready = String(Number(this.root.dataset.ready ?? 0) + 1);
  }

  // All that follows from the data and is not drawn by Plotly; without a wait inside.
  take(header, arrays) {
    const first = !this.header;
    const newGround = header.ground !== this.groundId;
    Object.assign(this, {
      header, words: header.words, steps: header.steps, start: header.start, starts: header.starts, minima: header.minima,
      logarithmic: header.minimum !== null, groundId: header.ground, iterated: arrays.map,
    });
    this.walks = this.readWalks(header, arrays);
    this.factors = arrays.factors; // of a schedule, where one is in force
    if (newGround || first) {
      const look = header.look ?? header.window;
      this.view = {x: look.slice(0, 2), y: look.slice(2)};
      if (this.looking) this.lookAgain = null; // what is being shown is a part of the old ground
    }
    this.clock.setSteps(this.steps);
    this.live.taken();
    if (first) this.build();
    this.arrange();
  }

  readWalks(header, arrays) {
    return header.walks.map((facts, i) => new Walk(facts, i, arrays, header.minimum));
  }

  // What stands beside the map.
  makeSide() {
    /** @type {import("./types.js").Chart} */
    this.loss = new LossChart(this);
    /** @type {import("./types.js").Legend} */
    this.readout = new Readout(this);
    return [this.loss.root, this.readout.root];
  }

  // The number of the step at a position; pages that keep only some of the steps count otherwise.
  stepAt(position) {
    return Math.floor(position);
  }

  stepTold(position) { return this.stepAt(position); } // the one beside the scrubber

  // The learning rate of a page where all walks have the same.
  /** @returns {number | undefined} */
  get rateShown() { return undefined; }

  build() {
    this.maps = element("div", {class: "ov-maps"});
    this.space = new Space(this);
    const side = this.makeSide();
    this.curvature = new CurvatureView(this);
    this.linked = new LinkedView(this);
    this.tools = new Tools(this);
    this.controls = new Controls(this);
    this.state = element("p", {class: "ov-state", role: "status"});
    // A saved page has nobody to answer a click, so it does not invite one.
    this.root.classList.toggle("ov-alone", !this.send);
    this.notice = element("p", {class: "ov-hint", text: this.live.invitation});
    this.stage = element("div", {class: "ov-stage"}, [this.maps, this.controls.zoom]);
    this.root.setAttribute("aria-label", this.words["Player"]);
    this.root.append(
      this.stage, element("div", {class: "ov-side"}, [element("div", {class: "ov-beside"}, [...side, this.curvature.root])]),
      this.controls.root, element("div", {class: "ov-foot"}, [this.state, this.notice, this.tools.root]),
    );
    this.live.walkedHere?.build();
    for (const part of [this.stage, this.loss.plot ?? this.loss.root]) this.observer.observe(part);
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
    this.clock.retime();
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
    dress(this);
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

  playingChanged() {
    this.root.dataset.playing = String(this.clock.playing);
    this.controls.draw();
    if (!this.clock.playing) this.say();
  }

  setStart(point) {
    if (this.send) this.send("start", point);
  }

  remove() {
    this.clock.stop();
    this.observer.disconnect();
    for (const act of this.undo) act();
    for (const panel of this.panels) panel.remove();
    if (this.header) {
      this.space.remove();
      this.loss.remove();
      this.tools.fill.remove();
    }
    this.root.remove();
  }
}
