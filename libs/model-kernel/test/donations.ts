/**
 * The 11,104 supporters of a public radio station who first gave in 1995, by gifts in 1996–2001 and the last year of one: x, t_x and
 * how many, of n = 6 years.
 *
 * @see Fader, Hardie & Shang (2010), Marketing Science 29(6), table 2.
 */
const COUNTS: readonly (readonly [x: number, tx: number, supporters: number])[] = [
  [6, 6, 1203],
  [5, 6, 728],
  [4, 6, 512],
  [3, 6, 357],
  [2, 6, 234],
  [1, 6, 129],
  [5, 5, 335],
  [4, 5, 284],
  [3, 5, 225],
  [2, 5, 173],
  [1, 5, 119],
  [4, 4, 240],
  [3, 4, 181],
  [2, 4, 155],
  [1, 4, 78],
  [3, 3, 322],
  [2, 3, 255],
  [1, 3, 129],
  [2, 2, 613],
  [1, 2, 277],
  [1, 1, 1091],
  [0, 0, 3464],
];

export const donations = {
  frequency: COUNTS.map(([x]) => x),
  recency: COUNTS.map(([, tx]) => tx),
  age: COUNTS.map(() => 6),
  weights: COUNTS.map(([, , supporters]) => supporters),
};
