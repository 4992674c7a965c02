export { choleskyInPlace, solveLower, solveLowerTransposed } from './cholesky.js';
export { lasso } from './lasso.js';
export { minimizeLbfgs, type DifferentiableFunction, type LbfgsOptions, type LbfgsResult } from './lbfgs.js';
