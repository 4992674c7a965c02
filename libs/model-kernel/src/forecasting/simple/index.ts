export { drift } from './drift.js';
export { mean } from './mean.js';
export { naive } from './naive.js';
export { seasonalNaive } from './seasonal-naive.js';
