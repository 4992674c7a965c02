export { dynamicOptimisedTheta, optimisedTheta, theta } from './theta.js';
export type { ThetaFit } from './theta-model.js';
