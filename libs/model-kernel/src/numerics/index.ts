export { chiSquareTail, logGamma, normalTail, upperGamma } from './gamma.js';
export { logistic, log1pExp, logit } from './logistic.js';
export { fitLogisticLine, type LogisticLine } from './logistic-line.js';
export { logSumExp } from './log-sum-exp.js';
export { orderAscending, orderDescending } from './order.js';
export { portableExp, portableLog, portableLogistic } from './portable-math.js';
export { quantile, quantileOfSorted, type QuantileMethod } from './quantile.js';
export { createRng, type Rng, type Shuffleable } from './rng.js';
export { kahanSum, pairwiseSum } from './sum.js';
