// Where the names of walks stand beside their heads: those of heads that have come together as one
// column, and each as near as there is room. They lie on no star, no head, no other name, and on as
// little of the trails as may be; who finds no room is left out.

const TOGETHER = 16; // px, up to which heads share a column
const GAPS = [4, 10, 18, 28, 40, 54]; // px from a head to its name
const LED = 12; // px, from which a line leads there
const WAYS = Array.from({length: 16}, (_, i) => [Math.cos((Math.PI * i) / 8), Math.sin((Math.PI * i) / 8)]);
const BESIDE = 2; // px between a name and what it must not touch
const CELL = 6; // px: trails are looked up in squares of this size
// What a place costs: per square with a trail in it, per px away from its head, and if another head
// is nearer than its own.
const COVERS = 0.5, AWAY = 0.15, ASTRAY = 12;

/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {{x: number, y: number, radius: number, width: number}} Wish a head, and how wide its name is */
/** @typedef {{box: Box, members: number[], lead: [number, number, number, number] | null}} Column */

/** @type {(a: Box, b: Box) => boolean} */
const touch = (a, b) => a.x < b.x + b.width + BESIDE && b.x < a.x + a.width + BESIDE &&
  a.y < b.y + b.height + BESIDE && b.y < a.y + a.height + BESIDE;

/** @type {(inner: Box, outer: Box) => boolean} */
const within = (inner, outer) => inner.x >= outer.x && inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// The point of a box that is next to another point.
const nearestIn = ({x, y, width, height}, at) => [clamp(at.x, x, x + width), clamp(at.y, y, y + height)];

function far(box, at) {
  const [x, y] = nearestIn(box, at);
  return Math.hypot(x - at.x, y - at.y);
}

/** @type {(at: {x: number, y: number, radius: number}) => Box} */
const around = ({x, y, radius}) => ({x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius});

// The squares that trails run through.
function squaresOf(paths, room) {
  const squares = new Set();
  const mark = (x, y) => squares.add(`${Math.floor(x / CELL)}/${Math.floor(y / CELL)}`);
  const inRoom = (x, y) => within({x, y, width: 0, height: 0}, room);
  for (const path of paths) {
    path.forEach(([x, y], i) => {
      if (inRoom(x, y)) mark(x, y);
      if (!i) return;
      const [u, v] = path[i - 1], way = Math.hypot(x - u, y - v);
      // A step to far away crosses the map in no more squares than this.
      const pieces = Math.min(Math.ceil(way / CELL), 4000);
      for (let k = 1; k < pieces; k++) {
        const [px, py] = [u + (k * (x - u)) / pieces, v + (k * (y - v)) / pieces];
        if (inRoom(px, py)) mark(px, py);
      }
    });
  }
  return squares;
}

function covered(box, squares) {
  let count = 0;
  for (let i = Math.floor(box.x / CELL); i <= Math.floor((box.x + box.width) / CELL); i++) {
    for (let j = Math.floor(box.y / CELL); j <= Math.floor((box.y + box.height) / CELL); j++) {
      if (squares.has(`${i}/${j}`)) count++;
    }
  }
  return count;
}

// Heads that are together, the largest crowd first.
function gathered(wishes) {
  /** @type {number[][]} */
  const groups = [];
  wishes.forEach((wish, i) => {
    const there = groups.find(([first]) => Math.hypot(wishes[first].x - wish.x, wishes[first].y - wish.y) <= TOGETHER);
    if (there) there.push(i);
    else groups.push([i]);
  });
  return groups.sort((a, b) => b.length - a.length);
}

/**
 * The columns of names that have found a place; members are places in the list of wishes, from the
 * top of a column to its bottom.
 *
 * @param {Wish[]} wishes
 * @param {{room: Box, taken: Box[], paths: [number, number][][], line: number}} map where names may
 *   stand, what they must not touch, the trails, and how high a name is; all in px
 * @returns {Column[]}
 */
export function columns(wishes, {room, taken, paths, line}) {
  const squares = squaresOf(paths, room);
  /** @type {Column[]} */
  const found = [];
  const stand = (members) => {
    const column = columnOf(members, wishes, {room, squares, line, taken: [...taken, ...found.map(({box}) => box)]});
    if (column) found.push(column);
    return Boolean(column);
  };
  for (const members of gathered(wishes)) {
    if (stand(members) || members.length === 1) continue;
    for (const member of members) stand([member]);
  }
  return found;
}

/** @returns {Column | null} */
function columnOf(members, wishes, {room, squares, line, taken}) {
  const own = members.map((i) => wishes[i]);
  const x = own.reduce((sum, wish) => sum + wish.x, 0) / own.length, y = own.reduce((sum, wish) => sum + wish.y, 0) / own.length;
  const radius = Math.max(...own.map((wish) => wish.radius + Math.hypot(wish.x - x, wish.y - y)));
  const width = Math.max(...own.map((wish) => wish.width)), height = line * own.length;
  const others = wishes.filter((_, i) => !members.includes(i));
  const untouched = [...taken, ...own.map(around), ...others.map(around)];
  // From the edge of a head; a name belongs to the nearest of them.
  const from = (box, wish) => far(box, wish) - wish.radius;
  const isAstray = (box) => Math.min(...others.map((other) => from(box, other))) < Math.min(...own.map((wish) => from(box, wish)));
  let best = null, least = Infinity;
  for (const gap of GAPS) {
    for (const [across, down] of WAYS) {
      const beside = (way, size) => (clamp(1.5 * way, -1, 1) - 1) * (size / 2);
      const box = {x: x + across * (radius + gap) + beside(across, width), y: y + down * (radius + gap) + beside(down, height), width, height};
      if (!within(box, room) || untouched.some((other) => touch(box, other))) continue;
      const away = far(box, {x, y}) - radius;
      const cost = COVERS * covered(box, squares) + AWAY * away + (isAstray(box) ? ASTRAY : 0);
      if (cost < least) [best, least] = [box, cost];
    }
  }
  if (!best) return null;
  const sorted = [...members].sort((a, b) => Math.round((wishes[a].y - wishes[b].y) / 4) || a - b);
  const away = far(best, {x, y}), [u, v] = nearestIn(best, {x, y});
  const lead = away - radius < LED && !isAstray(best) ? null : [u, v, x + (radius * (u - x)) / away, y + (radius * (v - y)) / away];
  return {box: best, members: sorted, lead: /** @type {Column["lead"]} */ (lead)};
}
