// One clock for everything that moves: a position in steps, which may lie between two of them.

import {positionAt, timeAt, usual} from "./pace.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
const PAUSE_BEFORE_LOOP = 700; // ms

// Resolves in a frame of the browser later than the one of that time. Plotly says that it has drawn
// from within the frame after ours: to wait for one more would halve the frames.
export function frameAfter(time) {
  const now = /** @type {number} */ (document.timeline.currentTime);
  return now > time ? Promise.resolve(now) : new Promise(requestAnimationFrame);
}

// The moment after the browser has painted; at once in a page that is not shown.
export function nextFrame() {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

export class Clock {
  // draw(position) → promise of a drawn frame; the next frame is not asked for before it is kept.
  /**
   * @param {(position: number) => any} draw
   * @param {() => void} changed
   * @param {() => ArrayLike<number> | null} timing when the film comes to each step, in seconds at
   *   speed 1; null where it goes evenly
   */
  constructor(draw, changed, timing = () => null) {
    this.draw = draw;
    this.changed = changed;
    this.timing = timing;
    this.times = null; // what it said, until what is shown has changed
    this.steps = 0;
    this.position = 0;
    this.playing = false;
    this.speed = 1;
    this.loop = false;
    this.frames = 0;
    this.stopped = false;
    this.busy = false;
    this.dirty = false;
    this.plays = 0; // how often it has begun to play: only the newest of them goes on
    this.holds = 0; // changes of the picture that are under way or wait
    this.lastHold = this.lastFrame = Promise.resolve();
  }

  // Where the film is so many seconds later.
  after(seconds) {
    const passed = seconds * this.speed;
    this.times ??= this.timing();
    if (this.times?.length !== this.steps + 1) {
      return Math.min(this.steps, this.position + (this.steps / usual(this.steps)) * passed);
    }
    return positionAt(this.times, timeAt(this.times, this.position) + passed);
  }

  // What is shown, or how large, is another: how long each step lasts is asked for anew.
  retime() {
    this.times = null;
  }

  setSteps(steps) {
    const atEnd = this.position >= this.steps && this.steps > 0;
    this.steps = steps;
    if (this.position > steps || (atEnd && !this.playing)) this.position = steps;
  }

  play() {
    if (this.playing) return;
    if (this.position >= this.steps) this.position = 0;
    this.playing = true;
    this.changed();
    this.run(++this.plays);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.position = Math.floor(this.position);
    this.changed();
    this.show();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  goTo(position) {
    this.position = Math.min(this.steps, Math.max(0, position));
    this.show();
  }

  // Stop there.
  jump(position) {
    this.playing = false;
    this.goTo(position);
    this.changed();
  }

  step(by) {
    this.jump((by > 0 ? Math.floor(this.position) : Math.ceil(this.position)) + by);
  }

  // Draw once; calls that come while something is being drawn become one more frame after it.
  async show() {
    this.dirty = true;
    if (this.busy || this.holds) return;
    this.lastFrame = this.drawNewest();
    await this.lastFrame;
  }

  async drawNewest() {
    this.busy = true;
    while (this.dirty && !this.holds && !this.stopped) {
      this.dirty = false;
      try {
        await this.draw(this.position);
      } catch (error) {
        this.report(error);
      }
      this.frames += 1;
    }
    this.busy = false;
  }

  // What cannot be drawn is told of once, and is no reason to stand still.
  report(error) {
    if (String(error) !== this.reported) reportError(error);
    this.reported = String(error);
  }

  // Change what is drawn. Until it is drawn no frame is, and the position stands: a frame amidst
  // would be made of what was and of what will be. One change at a time, in the order of the calls.
  hold(change) {
    this.holds += 1;
    this.lastHold = this.lastHold.then(async () => {
      await this.lastFrame;
      try {
        if (!this.stopped) await change();
      } catch (error) {
        this.report(error);
      }
      this.holds -= 1;
      if (this.dirty) this.show();
    });
    return this.lastHold;
  }

  async run(play) {
    const goesOn = () => this.playing && !this.stopped && play === this.plays;
    let last = null; // when the position was last moved on; it does not jump after it has stood
    let time = await new Promise(requestAnimationFrame);
    while (goesOn()) {
      if (this.holds) {
        last = null;
      } else {
        // Nor does it after a hidden tab.
        const elapsed = last === null ? 0 : Math.min(0.25, (time - last) / 1000);
        this.position = this.after(elapsed);
        last = time;
        await this.show();
        if (!goesOn()) return;
        if (this.position >= this.steps && !this.holds) {
          if (!this.loop) break;
          await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_LOOP));
          if (!goesOn()) return;
          this.position = 0;
          last = null;
          time = await new Promise(requestAnimationFrame);
          continue;
        }
      }
      time = await frameAfter(time);
    }
    if (!goesOn()) return;
    this.playing = false;
    this.changed();
  }

  stop() {
    this.stopped = true;
    this.playing = false;
  }
}
