// What of the ground is seen: which part of the plane and which walks, from above or in space, how
// large, and for how long; and what is said of it.

import {paceOf} from "./pace.js";

const NARROW = 800; // px up to which many maps have a row of their own, in the style sheet, too

export class Sight {
  constructor() {
    this.hidden = new Set(); // keys of walks
  }

  // In all panels one walk stands out while its name is pointed at.
  bringForward(key) {
    for (const panel of this.panels) panel.bringForward?.(key);
  }

  toggleWalk(key) {
    this.clock.hold(() => {
      if (!this.hidden.delete(key)) this.hidden.add(key);
      return this.paint();
    });
  }

  // Whether nobody else who is listed is shown.
  isAlone(key) {
    return this.walks.every((walk) => !walk.listed || (walk.key === key) !== this.hidden.has(walk.key));
  }

  // This walk and no other; all of them, where it is alone already.
  showAlone(key) {
    this.clock.hold(() => {
      const alone = this.isAlone(key);
      for (const walk of this.walks) {
        if (alone || walk.key === key) this.hidden.delete(walk.key);
        else this.hidden.add(walk.key);
      }
      return this.paint();
    });
  }

  // Show another part of the plane in all panels; one drawing at a time, always the newest view.
  async look(view, source) {
    this.view = view;
    this.clock.retime();
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

  // While something moves the sentence is for the eyes only: it would be read out without end.
  say() {
    const moves = this.clock.playing || this.live.held;
    for (const told of this.root.querySelectorAll(".ov-state, .ov-fates, .ov-start-said")) told.ariaLive = moves ? "off" : "polite";
    const sentence = this.readout.sentence(this.clock.position);
    if (this.state.textContent !== sentence) this.state.textContent = sentence;
    this.teller.tell();
  }

  // Where the clock stands when nobody says anything else.
  get opensAt() {
    return this.header.opensAtStart ? 0 : this.steps;
  }

  // How long the film dwells on each step, by what the panels show of the walks.
  timing() {
    const panel = this.panels[0];
    if (!panel) return null;
    const shown = this.walks.filter((walk) => !this.hidden.has(walk.key));
    return paceOf(shown, this.steps, panel.ranges?.(this.view) ?? this.view, panel.scale());
  }

  // What the drawings are as large as; it follows from the height of the window, too.
  extent() {
    const chart = this.loss.plot ?? this.loss.root;
    return [this.root.clientWidth, this.stage.clientWidth, chart.clientWidth, chart.clientHeight].join();
  }

  resized() {
    if (!this.header || this.extent() === this.box) return;
    cancelAnimationFrame(this.resizing ?? 0);
    this.resizing = requestAnimationFrame(() => this.redraw());
  }

  // On the map; of many maps none is large enough for the buttons, so they stand in the bar below.
  placeZoom() {
    const inBar = this.panels.length > 1 && !this.header.line && this.root.clientWidth > NARROW;
    const place = inBar ? this.controls.root : this.stage, {zoom} = this.controls;
    if (zoom.parentElement !== place) place.append(zoom);
  }
}
