// Lines of equal height on a grid, each in one piece as long as it goes, so that dashes run along it.
// Which heights have a line is told by levels: a scale that rises with the heights, and has one where
// it is a whole number. Between two points of the grid the heights go straight, whatever the scale.
//
// Marching squares: W. E. Lorensen, H. E. Cline, Marching cubes, 1987,
// https://doi.org/10.1145/37401.37422. In a cell whose corners alternate the middle decides.

const NOBODY = -1;

// Edges of a grid: the one from a point to the right has the point's number, the one upwards the same
// with all points before it.
class Edges {
  /**
   * @param {Float64Array} heights row by row
   * @param {number} wide points in a row
   */
  constructor(heights, wide) {
    this.heights = heights;
    this.wide = wide;
    // The one or two others that an edge is joined with, of the level at hand.
    this.joined = new Int32Array(4 * heights.length).fill(NOBODY);
    /** @type {number[]} */
    this.used = [];
  }

  join(one, other) {
    for (const [from, to] of [[one, other], [other, one]]) {
      if (this.joined[2 * from] === NOBODY) {
        this.joined[2 * from] = to;
        this.used.push(from);
      } else this.joined[2 * from + 1] = to;
    }
  }

  // Where an edge is crossed, in cells of the grid.
  crossing(edge, height) {
    const {heights, wide} = this, upwards = edge >= heights.length, from = upwards ? edge - heights.length : edge;
    const low = heights[from], high = heights[from + (upwards ? wide : 1)], part = (height - low) / (high - low);
    const column = from % wide, row = (from - column) / wide;
    return upwards ? [column, row + part] : [column + part, row];
  }

  // Follow a line from an edge on, taking it away.
  line(edge, height) {
    const {joined} = this, found = [];
    let last = NOBODY, at = edge;
    while (at !== NOBODY) {
      found.push(this.crossing(at, height));
      const [a, b] = [joined[2 * at], joined[2 * at + 1]];
      joined[2 * at] = joined[2 * at + 1] = NOBODY;
      const next = a !== last && a !== NOBODY ? a : b !== last ? b : NOBODY;
      last = at;
      at = next;
      if (at === edge) {
        found.push(found[0]); // round
        break;
      }
    }
    return found;
  }

  take(height) {
    const {joined, used} = this, lines = [];
    // First those that have an end at the border, then those that go round.
    for (const edge of used) if (joined[2 * edge] !== NOBODY && joined[2 * edge + 1] === NOBODY) lines.push(this.line(edge, height));
    for (const edge of used) if (joined[2 * edge] !== NOBODY) lines.push(this.line(edge, height));
    this.used = [];
    return lines;
  }
}

// Which edges of a cell a line joins, by which of its corners lie above: left below, right below,
// right above, left above count 1, 2, 4, 8; edges are below 0, right 1, above 2, left 3.
const PAIRS = [[], [[3, 0]], [[0, 1]], [[3, 1]], [[1, 2]], [], [[0, 2]], [[3, 2]],
  [[2, 3]], [[2, 0]], [], [[2, 1]], [[1, 3]], [[1, 0]], [[0, 3]], []];
const APART = [[3, 0], [1, 2]], BESIDE = [[0, 1], [2, 3]]; // pieces round left below, and round right below

const middleOf = (heights, at, wide) => (heights[at] + heights[at + 1] + heights[at + wide] + heights[at + wide + 1]) / 4;

/**
 * @param {Float64Array} heights row by row
 * @param {number} wide points in a row
 * @param {{levels: Float64Array, heightAt: (level: number) => number, every: number}} scale the level
 *   of every height and the height of a level; of `every` levels one has a line
 * @returns {number[][][]} lines of places, in cells of the grid
 */
export function isolines(heights, wide, {levels, heightAt, every}) {
  const high = heights.length / wide, all = heights.length, edges = new Edges(heights, wide);
  /** @type {Map<number, number[]>} */
  const cells = new Map(); // that a level runs through
  for (let row = 0; row + 1 < high; row++) {
    for (let at = row * wide; at + 1 < (row + 1) * wide; at++) {
      const a = levels[at], b = levels[at + 1], c = levels[at + wide + 1], d = levels[at + wide];
      const least = Math.min(a, b, c, d), most = Math.max(a, b, c, d);
      if (!(most - least < Infinity)) continue; // nothing is known of it
      for (let level = every * Math.floor(least / every + 1); level <= most; level += every) {
        const through = cells.get(level);
        if (through) through.push(at);
        else cells.set(level, [at]);
      }
    }
  }
  const lines = [];
  for (const [level, through] of cells) {
    const height = heightAt(level);
    for (const at of through) {
      const a = levels[at], b = levels[at + 1], c = levels[at + wide + 1], d = levels[at + wide];
      const form = Number(a >= level) + 2 * Number(b >= level) + 4 * Number(c >= level) + 8 * Number(d >= level);
      let pairs = PAIRS[form];
      if (form === 5 || form === 10) pairs = (middleOf(heights, at, wide) >= height) === (form === 5) ? BESIDE : APART;
      const sides = [at, all + at + 1, at + wide, all + at];
      for (const [one, other] of pairs) edges.join(sides[one], sides[other]);
    }
    lines.push(...edges.take(height));
  }
  return lines;
}
