export { lasso } from './lasso.js';
export { minimizeLbfgs, type DifferentiableFunction, type LbfgsOptions, type LbfgsResult } from './lbfgs.js';
export { nelderMead, type NelderMeadOptions, type NelderMeadResult } from './nelder-mead.js';
