// What a hand can do to the start on a map: drag it with a mouse or a finger, or move it with the arrow
// keys while its ring has the focus. The walks follow; the server is told when the hand lets go.

import {BentPaths} from "./bentpaths.js";
import {pointOn, roundedOn} from "./places.js";
import {element, fill, number} from "./theme.js";

const NEAR = 12, NEAR_FINGER = 24; // px from the start within which it is meant
const CLICK = 4; // px that a click may move
const RESTS = 500; // ms after the last key until it counts as let go
const SIDE = 100; // steps of a key across the view; ten times as many with Shift
const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};

function own(event) {
  if (event.cancelable) event.preventDefault();
  event.stopPropagation();
}

export class StartGrip {
  /** @param {any} panel a map, or what its kind of grip belongs to */
  constructor(panel) {
    this.panel = panel;
    this.mark = "ov-grip"; // on the graph, while a press would take it
    /** @type {{x: number, y: number, moved: boolean} | null} */
    this.pressed = null;
    // A map is one image to who hears it, so what has the focus stands beside it, once for all maps.
    this.root = element("button", {class: "ov-start", type: "button"});
    this.said = element("span", {class: "ov-said ov-start-said", role: "status"});
    this.ring = element("span", {class: "ov-ring"});
    this.box = element("div", {class: "ov-start-box", "aria-hidden": "true"}, [this.ring]);
    this.paths = this.way();
  }

  // -- what another kind of start says otherwise ---------------------------------------------------

  // What shows the walks from it while it moves.
  way() {
    return new BentPaths(this.panel);
  }

  // What it is held on.
  get graph() {
    return this.panel.above;
  }

  // Where it is.
  /** @returns {[number, number]} */
  get at() {
    return this.player.start;
  }

  // Where it is wished, which a frame may not have drawn yet.
  /** @returns {[number, number]} */
  get wished() {
    return this.live.wish?.start ?? this.player.start;
  }

  // Whether it is where it was.
  get isBack() {
    return String(this.at) === String(this.live.before?.start);
  }

  /** @param {[number, number]} point */
  to(point) {
    this.live.to({start: point});
  }

  ask() {
    this.live.ask("start", [...this.at]);
  }

  // What it is called, and what is said of it when the hand has let go.
  get names() {
    const {words} = this.player, [x, y] = this.at.map((value) => number(value));
    return {name: fill(words["Start ({x}, {y}); the arrow keys move it"], {x, y}), said: fill(words["Start ({x}, {y})"], {x, y})};
  }

  // ------------------------------------------------------------------------------------------------

  get player() {
    return this.panel.player;
  }

  get live() {
    return this.player.live;
  }

  // Where the start is on the screen, in px of the graph.
  pixel() {
    const {xaxis, yaxis} = this.graph._fullLayout, [x, y] = this.at;
    return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)];
  }

  // Whether the button is this map's.
  get isFirst() {
    return this.player.panels.find((panel) => panel.startGrip)?.startGrip === this;
  }

  // The ring stands on the start, and the button says so.
  place() {
    if (!this.graph._fullLayout) return;
    this.paths?.draw();
    const {player} = this, [x, y] = this.pixel(), {width, height} = this.panel.size();
    const seen = player.live.facts && x >= 0 && y >= 0 && x <= width && y <= height;
    this.box.hidden = this.root.hidden = !seen;
    if (!seen) return;
    Object.assign(this.box.style, {width: `${width}px`, height: `${height}px`});
    this.ring.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    if (!this.isFirst) return;
    const {stage} = player, [graph, whole] = [this.graph, stage].map((part) => part.getBoundingClientRect());
    if (this.root.parentElement !== stage) stage.append(this.root, this.said);
    this.root.style.transform = `translate(${(graph.left - whole.left + x).toFixed(1)}px, ${(graph.top - whole.top + y).toFixed(1)}px)`;
    const {name} = this.names;
    if (!player.live.held && this.root.getAttribute("aria-label") !== name) this.root.setAttribute("aria-label", name);
  }

  under(event) {
    return this.distance(event) <= (event.pointerType === "touch" ? NEAR_FINGER : NEAR);
  }

  // How far it is from a place on the screen, in px.
  distance(event) {
    const [x, y] = this.pixel(), box = this.graph.getBoundingClientRect();
    return Math.hypot(event.clientX - box.left - x, event.clientY - box.top - y);
  }

  listen() {
    const {graph: above, player} = this;
    above.addEventListener("pointerenter", () => this.live.wake());
    above.addEventListener("pointerdown", (event) => this.press(event), true);
    // Plotly would take it for the beginning of a move of the whole map.
    above.addEventListener("mousedown", (event) => this.pressed && event.stopPropagation(), true);
    // A finger on the start drags it and does not scroll the page; a second one is the map's.
    above.addEventListener("touchstart", (event) => {
      if (this.pressed && event.touches.length > 1) this.drop();
      else if (this.pressed) own(event);
    }, {capture: true, passive: false});
    above.addEventListener("pointermove", (event) => {
      if (!this.pressed) above.classList.toggle(this.mark, this.live.facts !== undefined && this.under(event));
    });
    player.on(document, "pointermove", (event) => this.drag(event), true);
    player.on(document, "pointerup", () => this.release(), true);
    player.on(document, "pointercancel", () => this.drop(), true);
    this.root.addEventListener("focus", () => this.live.wake());
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("blur", () => this.rested());
  }

  press(event) {
    if (event.button !== 0 || !event.isPrimary || !this.live.facts || !this.under(event)) return;
    this.pressed = {x: event.clientX, y: event.clientY, moved: false};
    this.live.wake();
  }

  drag(event) {
    const {pressed} = this;
    if (!pressed || !event.isPrimary) return;
    if (!pressed.moved && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= CLICK) return;
    event.preventDefault();
    pressed.moved = true;
    this.graph.classList.add("ov-held");
    this.to(/** @type {[number, number]} */ (pointOn(this.graph, event.clientX, event.clientY, true)));
  }

  release() {
    const {pressed} = this;
    this.letGo();
    if (pressed?.moved) this.done();
  }

  letGo() {
    this.pressed = null;
    this.graph.classList.remove("ov-held");
  }

  drop() {
    const held = this.pressed?.moved;
    this.letGo();
    if (held) this.live.drop();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && this.live.held) {
      clearTimeout(this.timer);
      this.live.drop();
    } else if (event.key in WAYS) {
      const {view: {x, y}} = this.player, start = this.wished, [right, up] = WAYS[event.key], part = SIDE * (event.shiftKey ? 10 : 1);
      /** @type {[number, number]} */
      const moved = [start[0] + (right * (x[1] - x[0])) / part, start[1] + (up * (y[1] - y[0])) / part];
      this.to(roundedOn(this.graph, moved));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.rested(), RESTS);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // else the film goes on by a step
  }

  // No key for a while, or the focus has gone on.
  rested() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.live.held && !this.pressed) this.done();
  }

  // The hand has let go: the engine's run stands.
  done() {
    const {player, live} = this;
    live.rest();
    if (!player.clock.playing) this.said.ariaLive = "polite"; // told now, and not while it moved
    this.said.textContent = this.names.said;
    if (this.isBack) live.drop();
    else this.ask();
  }

  remove() {
    clearTimeout(this.timer);
    this.root.remove();
    this.said.remove();
    this.box.remove();
    this.paths?.remove();
  }
}
