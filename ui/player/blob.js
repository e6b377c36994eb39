// A blob is what the server sends: a length, a JSON header, and the arrays that the header names.

const ARRAY_TYPES = {f8: Float64Array, f4: Float32Array, u2: Uint16Array, i4: Int32Array};

// Words of which only those are sent that are said otherwise than they are called. What a term means,
// under a "?" before its name, is sent or not there.
const wordsOf = (sent) => new Proxy(sent, {
  get: (words, name) => words[name] ?? (typeof name === "string" && !name.startsWith("?") ? name : undefined),
});

// {header, arrays}: arrays are typed arrays in memory of their own, so that they are aligned.
/**
 * @param {Uint8Array} bytes
 * @returns {{header: any, arrays: import("./types.js").Arrays}}
 */
export function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (header.words) header.words = wordsOf(header.words);
  const arrays = {};
  for (const [name, [type, offset, count]] of Object.entries(header.arrays)) {
    const Type = ARRAY_TYPES[type];
    const from = 4 + length + offset;
    arrays[name] = new Type(bytes.slice(from, from + count * Type.BYTES_PER_ELEMENT).buffer);
  }
  return {header, arrays};
}
