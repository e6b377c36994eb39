// One clock for everything that moves: a position in steps, which may lie between two of them.

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];
const PAUSE_BEFORE_LOOP = 700; // ms

// Resolves in a frame of the browser later than the one of that time. Plotly says that it has drawn
// from within the frame after ours: to wait for one more would halve the frames.
export function frameAfter(time) {
  const now = document.timeline.currentTime;
  return now > time ? Promise.resolve(now) : new Promise(requestAnimationFrame);
}

export class Clock {
  // draw(position) → promise of a drawn frame; the next frame is not asked for before it is kept.
  constructor(draw, changed) {
    this.draw = draw;
    this.changed = changed;
    this.steps = 0;
    this.position = 0;
    this.playing = false;
    this.speed = 1;
    this.loop = false;
    this.frames = 0;
    this.stopped = false;
    this.busy = false;
    this.dirty = false;
  }

  // At speed 1 a whole run takes 3 to 12 seconds, about 50 steps a second in between.
  get rate() {
    const seconds = Math.min(12, Math.max(3, this.steps / 50));
    return (this.steps / seconds) * this.speed;
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
    this.last = null;
    this.changed();
    requestAnimationFrame((time) => this.tick(time));
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

  // Draw once; calls that come while a frame is being drawn become one more frame after it.
  async show() {
    if (this.busy) {
      this.dirty = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.dirty = false;
        await this.draw(this.position);
        this.frames += 1;
      } while (this.dirty && !this.stopped);
    } finally {
      this.busy = false;
    }
  }

  async tick(time) {
    if (!this.playing || this.stopped) return;
    if (this.last !== null) {
      // After a hidden tab or a long pause the walk goes on where it was; it does not jump.
      const elapsed = Math.min(0.25, (time - this.last) / 1000);
      this.position = Math.min(this.steps, this.position + elapsed * this.rate);
    }
    this.last = time;
    await this.show();
    if (!this.playing || this.stopped) return;
    if (this.position < this.steps) {
      this.tick(await frameAfter(time));
    } else if (this.loop) {
      setTimeout(() => {
        if (!this.playing || this.stopped) return;
        this.position = 0;
        this.last = null;
        requestAnimationFrame((next) => this.tick(next));
      }, PAUSE_BEFORE_LOOP);
    } else {
      this.playing = false;
      this.changed();
    }
  }

  stop() {
    this.stopped = true;
    this.playing = false;
  }
}
