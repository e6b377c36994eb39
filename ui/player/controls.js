// What can be pressed: buttons, the scrubber, the speed.

import {SPEEDS} from "./clock.js";
import {CROSS} from "./curvature.js";
import {element, fill, icon} from "./theme.js";

const ICONS = {
  restart: "M6 5 V19 M19 5 L9 12 L19 19 Z",
  back: "M17 5 L7 12 L17 19 Z",
  play: "M7 4 L20 12 L7 20 Z",
  pause: "M7 4 H10 V20 H7 Z M14 4 H17 V20 H14 Z",
  forward: "M7 5 L17 12 L7 19 Z M18 5 V19",
  loop: "M4 12 a8 8 0 0 1 14 -5 M20 12 a8 8 0 0 1 -14 5 M18 3 V7 H14 M6 21 V17 H10",
  comet: "M3 19 L12 10 M6 20 L12 14 M3 14 L9 9 M15 9 m-4 0 a4 4 0 1 0 8 0 a4 4 0 1 0 -8 0",
  curvature: CROSS,
  closer: "M12 5 V19 M5 12 H19",
  farther: "M5 12 H19",
  whole: "M4 9 V4 H9 M15 4 H20 V9 M20 15 V20 H15 M9 20 H4 V15",
};

export class Controls {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    const {words, clock} = player;
    const button = (name, label, act, toggles = false) => {
      const made = element("button", {
        type: "button", class: `ov-button ov-${name}`, "aria-label": label,
        "aria-pressed": toggles ? "false" : null,
      }, [icon(ICONS[name])]);
      made.addEventListener("click", act);
      return made;
    };
    this.play = button("play", words["Play"], () => clock.toggle());
    this.scrub = element("input", {
      type: "range", class: "ov-scrub", min: 0, max: 1, step: 1, value: 0, "aria-label": words["Step"],
    });
    this.scrub.addEventListener("input", () => {
      clock.jump(Number(this.scrub.value));
    });
    this.step = element("output", {class: "ov-step", "aria-hidden": "true"});
    this.speed = element("select", {class: "ov-speed", "aria-label": words["Speed"]},
      SPEEDS.map((speed) => element("option", {value: speed, text: `${speed}×`})));
    this.speed.value = "1";
    this.speed.addEventListener("change", () => (clock.speed = Number(this.speed.value)));
    this.loop = button("loop", words["Loop"], () => {
      clock.loop = !clock.loop;
      this.loop.setAttribute("aria-pressed", String(clock.loop));
    }, true);
    this.comet = button("comet", words["Show only the last steps"], () => {
      player.comet = !player.comet;
      this.comet.setAttribute("aria-pressed", String(player.comet));
      clock.show();
    }, true);
    this.curvature = button("curvature", words["Curvature"], () => {
      player.curvature.toggle();
      this.curvature.setAttribute("aria-pressed", String(player.curvature.shown));
    }, true);
    this.space = element("button", {
      type: "button", class: "ov-button ov-3d", "aria-pressed": "false",
      "aria-label": words["Show in 3D"], text: "3D",
    });
    this.space.addEventListener("click", () => player.toggleSpace());
    this.root = element("div", {class: "ov-controls", role: "group", "aria-label": words["Player"]}, [
      element("div", {class: "ov-transport"}, [
        button("restart", words["Back to the start"], () => clock.goTo(0)),
        button("back", words["One step back"], () => clock.step(-1)),
        this.play,
        button("forward", words["One step on"], () => clock.step(1)),
      ]),
      this.scrub, this.step,
      element("div", {class: "ov-options"}, [this.speed, this.loop, this.comet, this.curvature, this.space]),
    ]);
    this.zoom = element("div", {class: "ov-zoom", role: "group", "aria-label": words["Zoom"]}, [
      button("closer", words["Zoom in"], () => player.zoom(0.6)),
      button("farther", words["Zoom out"], () => player.zoom(1 / 0.6)),
      button("whole", words["Whole map"], () => player.zoom(null)),
    ]);
  }

  draw() {
    const {clock, words, steps, panels, walks} = this.player;
    this.scrub.max = String(steps);
    const label = clock.playing ? words["Pause"] : words["Play"];
    this.play.setAttribute("aria-label", label);
    this.play.querySelector("path")?.setAttribute("d", clock.playing ? ICONS.pause : ICONS.play);
    this.space.hidden = panels.length > 1 || !this.player.header.solid;
    this.curvature.hidden = !walks.some((walk) => walk.bends);
    this.frame(clock.position);
  }

  frame(position) {
    const step = Math.floor(position), {steps, words} = this.player;
    const [now, most] = [this.player.stepTold(step), this.player.stepAt(steps)];
    if (Number(this.scrub.value) !== step) this.scrub.value = String(step);
    this.scrub.style.setProperty("--played", `${steps ? (100 * step) / steps : 0}%`);
    const {grip} = this.player.live.walkedHere ?? {}, text = grip ? `${now} / ` : `${now} / ${most}`;
    grip?.tell();
    if (this.step.textContent !== text) {
      this.step.textContent = text;
      this.scrub.setAttribute("aria-valuetext", fill(words["Step {step} of {steps}."], {step: now, steps: most}));
    }
  }
}
