// A figure that stands still: Plotly draws it as it was sent, as wide as its place.

import {clearGraph, drawNew} from "../player/drawing.js";

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
    const [facts, figure] = new TextDecoder().decode(bytes).split("\n");
    this.figure = JSON.parse(figure);
    this.graph.style.height = `${this.figure.layout.height}px`;
    // Marks of emphasis are for the caption below it.
    this.graph.setAttribute("aria-label", JSON.parse(facts).alt.replace(/[*`]/g, ""));
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
    this.graph.dataset.ready = "";
  }

  remove() {
    this.observer.disconnect();
    clearGraph(this.graph);
    this.graph.remove();
  }
}

// What the loader mounts.
export const playerFor = (_bytes, holder) => new Still(holder);
