export { classicalIndices } from './classical-indices.js';
export { isSeasonal } from './seasonality-test.js';
