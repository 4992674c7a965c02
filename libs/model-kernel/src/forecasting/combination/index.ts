export { automatic, type AutomaticFit } from './automatic.js';
export { ensemble, type EnsembleFit } from './ensemble.js';
export { medianCombination, type MedianFit } from './median.js';
