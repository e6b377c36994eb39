// A player of any kind in a lesson: nobody is told what is done to its run, so its link stays the
// lesson's; and what was predicted stands beside what was walked.

import {Pin} from "./pin.js";

/**
 * @param {any} Kind
 * @returns {any}
 */
export function inLesson(Kind) {
  return class LessonPlayer extends Kind {
    take(header, arrays) {
      // Without somebody to send to it is as free as a saved page, and as quiet.
      this.told = this.send ?? this.told;
      this.send = null;
      super.take(header, arrays);
    }

    build() {
      super.build();
      const {sketch, asks, alone} = this.header.lesson, {loss} = this;
      this.root.classList.toggle("ov-before", Boolean(alone));
      // Where another page embeds a lesson, it is the lesson that is seen, and not the player alone.
      const {fill} = this.tools;
      if (fill.embedded) {
        fill.embedded = false;
        fill.cover(false);
      }
      if (asks) {
        this.pin = new Pin(this);
        this.notice.textContent = this.words["Click or tap where the walk will end, or press Tab and use the arrow keys."];
      }
      if (sketch && loss?.besides) {
        const own = loss.besides.bind(loss);
        loss.besides = (walk) => [...(walk === this.walks[0] ? [this.sketched(sketch)] : []), ...own(walk)];
      }
    }

    // The line that was drawn by hand; on the axis of f − f* it stands as high above f*.
    sketched({x, y}) {
      const {minimum} = this.header, heights = y.map((value) => value - (minimum ?? 0));
      return {
        type: "scatter", mode: "lines", x, y: heights.map((value) => (!this.logarithmic || value > 0 ? value : null)),
        name: this.words["your prediction"], line: {color: this.colors.text, width: 2, dash: "dot"},
        hovertemplate: "%{fullData.name}<br>%{x:.0f}<br>%{y:.4~g}<extra></extra>",
      };
    }

    behind() {
      const before = super.behind?.() ?? [], {pin} = this.header.lesson;
      if (!pin) return before;
      return [...before, {
        type: "scatter", mode: "markers+text", x: [pin[0]], y: [pin[1]], text: [this.words["your prediction"]], textposition: "top center",
        textfont: {color: this.colors.text, size: 12}, hovertemplate: "%{text}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>",
        marker: {symbol: "x-thin", size: 13, color: this.colors.text, line: {width: 3, color: this.colors.text}},
      }];
    }

    // A click on the map means the place that is predicted, or nothing.
    setStart(point) {
      this.pin?.put(point);
    }

    async paint() {
      await super.paint();
      this.pin?.place();
    }

    look(view, source) {
      const shown = super.look(view, source);
      requestAnimationFrame(() => this.pin?.place());
      return shown;
    }

    remove() {
      this.pin?.remove();
      super.remove();
    }
  };
}
