export { minimizeLbfgs, type DifferentiableFunction, type LbfgsOptions, type LbfgsResult } from './lbfgs.js';
