// What the two coordinates of a map are called: x and y, or the names of a model's weights.

/**
 * @param {{header: import("./types.js").Header, words: import("./types.js").Words}} player
 * @returns {[string, string]} in the visitor's language
 */
export function coordinatesOf({header, words}) {
  const [first, second] = header.coordinates ?? ["x", "y"];
  return [words[first] ?? first, words[second] ?? second];
}
