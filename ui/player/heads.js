// The heads of walks that have come to the same place, told apart: the first to be drawn has the
// widest ring, the others stand inside of it. On a star all of them are rings, so that it is seen.

const HEAD = 11; // px, a head by itself
const RING = 17, ROUND_STAR = 21; // px, the innermost ring round a head, and round a star
const WIDER = 6; // px from a ring to the next
const TOGETHER = 6; // px, up to which two heads lie on each other
const LINE = 2.6; // px, a ring's line

/**
 * How each head is drawn.
 *
 * @param {[number, number][]} heads
 * @param {[number, number][]} stars
 * @param {{x: number, y: number}} px pixels per unit of either axis
 * @returns {{size: number, ring: boolean}[]}
 */
export function looksOf(heads, stars, px) {
  const near = ([x, y], [u, v]) => Math.hypot((x - u) * px.x, (y - v) * px.y) <= TOGETHER;
  /** @type {number[][]} */
  const gathered = []; // places of heads that lie on the first of them
  heads.forEach((head, i) => {
    const there = gathered.find(([first]) => near(heads[first], head));
    if (there) there.push(i);
    else gathered.push([i]);
  });
  const looks = Array(heads.length);
  for (const members of gathered) {
    const onStar = stars.some((star) => near(star, heads[members[0]]));
    // From the last, which is drawn above the others, outwards.
    [...members].reverse().forEach((place, out) => {
      const ring = onStar || out > 0;
      const size = onStar ? ROUND_STAR + WIDER * out : out ? RING + WIDER * (out - 1) : HEAD;
      looks[place] = {size, ring};
    });
  }
  return looks;
}

// The same as what Plotly is told of markers.
export function headMarkers(heads, groups, stars, px, card) {
  const looks = looksOf(heads, stars, px);
  return {
    size: looks.map(({size}) => size),
    symbol: groups.map(({marker}, i) => `${marker || "circle"}${looks[i].ring ? "-open" : ""}`),
    color: groups.map(({color}) => color),
    line: {color: looks.map(({ring}, i) => (ring ? groups[i].color : card)), width: looks.map(({ring}) => (ring ? LINE : 2))},
  };
}
