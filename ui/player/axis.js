// The axis of learning rates.

import {number} from "./theme.js";

/**
 * @param {number[]} values
 * @param {number} wanted
 */
export function nearest(values, wanted) {
  let place = 0;
  values.forEach((value, i) => {
    if (Math.abs(Math.log(value / wanted)) < Math.abs(Math.log(values[place] / wanted))) place = i;
  });
  return place;
}

// A rate as people write it: in three digits, as the axis has them; 0.159199 says no more than 0.159.
/** @param {number} value */
export function plain(value) {
  return value >= 1e-4 ? String(Number(value.toPrecision(3))).replace("-", "−") : number(value);
}
