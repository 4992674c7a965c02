export { automatic, type AutomaticFit } from './automatic.js';
export type { BackTestOrigin } from './back-test.js';
export { weightedMeans } from './combine.js';
export { ensemble, type EnsembleFit } from './ensemble.js';
export { horizonWeights } from './horizon-weights.js';
export { medianCombination, type MedianFit } from './median.js';
