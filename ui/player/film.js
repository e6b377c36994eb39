// The walks as a film, made in the browser: the picture that can be saved (picture.js), drawn on a
// canvas again and again while the clock goes once from the start to the end in its own time.

import {penOf} from "./lettering.js";
import {asImage, inType, pictureOf} from "./picture.js";

const KINDS = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const FRAMES = 30; // a second, at most
const BITS = 4_000_000; // a second: lines are thin
const LAST = 900; // ms that the end is seen

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Film {
  static possible() {
    return typeof MediaRecorder === "function" && "captureStream" in HTMLCanvasElement.prototype && KINDS.some((kind) => MediaRecorder.isTypeSupported(kind));
  }

  /**
   * @param {import("./player.js").Player} player
   * @param {boolean} large
   */
  constructor(player, large) {
    this.player = player;
    this.large = large;
    this.stopped = false;
    this.frames = 0;
  }

  // End it here; what was filmed is kept.
  stop() {
    this.stopped = true;
  }

  record() {
    return inType(this.player, this.large, () => this.roll());
  }

  async roll() {
    const {player} = this, {clock} = player;
    clock.jump(0);
    await clock.show();
    const still = await pictureOf(player, {large: this.large, layer: "ground"}), under = await asImage(still.svg);
    const canvas = document.createElement("canvas");
    // Even numbers, which some encoders insist on.
    Object.assign(canvas, {width: 2 * Math.round(still.width / 2), height: 2 * Math.round(still.height / 2)});
    const pen = penOf(canvas);
    const draw = async () => {
      const over = await asImage((await pictureOf(player, {large: this.large, layer: "moves"})).svg);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(under, 0, 0);
      pen.drawImage(over, 0, 0);
      this.frames += 1;
    };
    await draw();
    const parts = [], kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(canvas.captureStream(FRAMES), {mimeType: kind, videoBitsPerSecond: BITS});
    const done = new Promise((resolve, reject) => {
      recorder.ondataavailable = ({data}) => parts.push(data);
      recorder.onstop = () => resolve(new Blob(parts, {type: "video/webm"}));
      recorder.onerror = () => reject(new Error("the film stopped"));
    });
    recorder.start();
    let before = performance.now();
    while (!this.stopped && clock.position < player.steps) {
      const shown = performance.now();
      clock.jump(clock.after((shown - before) / 1000));
      before = shown;
      await clock.show();
      await draw();
      await pause(Math.max(0, 1000 / FRAMES - (performance.now() - shown)));
    }
    await draw();
    await pause(LAST);
    await draw(); // a canvas that does not change sends nothing, and the end would be cut off
    recorder.stop();
    return done;
  }
}
