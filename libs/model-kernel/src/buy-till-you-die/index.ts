export { fitBuyTillYouDie, type BuyTillYouDieFit, type BuyTillYouDieOptions } from './fit.js';
export type { FittedParameters } from './fitted-parameters.js';
export {
  expectedSpend,
  fitGammaGamma,
  type GammaGammaFit,
  type GammaGammaParameters,
  type SpendHistories,
} from './gamma-gamma.js';
export type { Covariates, PurchaseHistories } from './histories.js';
export { customerIntervals, type Bounds, type CustomerIntervals, type IntervalOptions } from './intervals.js';
export type { BuyTillYouDieModel, History } from './model.js';
export { BUY_TILL_YOU_DIE_MODELS, type BuyTillYouDieName } from './models.js';
export {
  discountedPurchases,
  expectedPurchases,
  probabilityAlive,
  type BuyTillYouDieParameters,
  type Discounting,
} from './predict.js';
export { simulateHistories } from './simulate.js';
