// A figure that stands still: Plotly draws it as it was sent, as wide as its place. A walk on it may
// follow the clock of a player.

import {clearGraph, drawNew} from "../player/drawing.js";
import {OnPath} from "./onpath.js";

const CONFIG = {displayModeBar: false, doubleClick: false, showTips: false};

class Still {
  constructor(holder) {
    this.graph = Object.assign(document.createElement("div"), {className: "ov-still"});
    this.graph.setAttribute("role", "img");
    holder.append(this.graph);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.graph);
  }

  async receive(bytes) {
    const [told, figure] = new TextDecoder().decode(bytes).split("\n"), facts = JSON.parse(told);
    this.figure = JSON.parse(figure);
    this.walk?.remove();
    this.walk = facts.walk && new OnPath(this.graph, facts.walk);
    this.graph.style.height = `${this.figure.layout.height}px`;
    // Marks of emphasis are for the caption below it.
    this.graph.setAttribute("aria-label", facts.alt.replace(/[*`]/g, ""));
    this.width = 0;
    await this.resized();
  }

  // A figure behind a closed tab has no width; it is drawn when it has one.
  async resized() {
    const {width} = this.graph.getBoundingClientRect(); // not rounded: a number at the edge needs all of it
    if (!this.figure || !width || width === this.width) return;
    this.width = width;
    const {data, layout} = this.figure;
    await drawNew(this.graph, data, {...layout, width, autosize: false}, CONFIG);
    this.walk?.drawn();
    this.graph.dataset.ready = "";
  }

  remove() {
    this.observer.disconnect();
    this.walk?.remove();
    clearGraph(this.graph);
    this.graph.remove();
  }
}

// What the loader mounts.
export const playerFor = (_bytes, holder) => new Still(holder);
