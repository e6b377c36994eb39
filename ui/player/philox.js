// Random words that are counted: each can be made alone, and they are those of data/raw.py.
//
// Philox 4x64-10: J. K. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, 2011,
// https://doi.org/10.1145/2063384.2063405

const ROUNDS = 10, WORDS = 4; // per block
const MULTIPLY = [0xd2e7470ee14c6c93n, 0xca5a826395121157n];
const BUMP = [0x9e3779b97f4a7c15n, 0xbb67ae8584caa73bn];

// The four words of a block, counted from 1.
/**
 * @param {number[]} key
 * @param {number} number
 */
export function block(key, number) {
  let [a, b, c, d] = [BigInt(number), 0n, 0n, 0n], [k, l] = key.map(BigInt);
  for (let round = 0; round < ROUNDS; round++) {
    const first = a * MULTIPLY[0], second = c * MULTIPLY[1];
    [a, b, c, d] = [(second >> 64n) ^ b ^ k, BigInt.asUintN(64, second), (first >> 64n) ^ d ^ l, BigInt.asUintN(64, first)];
    k = BigInt.asUintN(64, k + BUMP[0]);
    l = BigInt.asUintN(64, l + BUMP[1]);
  }
  return [a, b, c, d];
}

// So many words from one on.
/**
 * @param {number[]} key
 * @param {number} from
 * @param {number} count
 */
export function words(key, from, count) {
  const first = Math.floor(from / WORDS), found = [];
  for (let at = first; at * WORDS < from + count; at++) found.push(...block(key, at + 1));
  return found.slice(from - first * WORDS, from - first * WORDS + count);
}

// Whole numbers under a limit, one per word.
/**
 * @param {number[]} key
 * @param {number} from
 * @param {number} count
 * @param {number} limit
 */
export function below(key, from, count, limit) {
  return words(key, from, count).map((word) => Math.floor((Number(word >> 32n) * limit) / 2 ** 32));
}
