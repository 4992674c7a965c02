export { adida, imapa } from './aggregation-methods.js';
export { croston, sba } from './croston.js';
export type { RateFit } from './flat-forecast.js';
export { tsb } from './tsb.js';
