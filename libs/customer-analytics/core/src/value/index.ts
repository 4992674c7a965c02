export { evaluateValues, valueDeciles, type ValueEvaluation, type ValueScores } from './evaluate-values.js';
export { forecastValues, type ValueForecast, type ValueForecasts, type ValueMethod } from './forecast-values.js';
export { fitHurdleTrees, predictHurdleTrees, type HurdleTrees } from './hurdle-trees.js';
export { buildLedger, type PurchaseLedger, type PurchaseRow } from './purchase-ledger.js';
export { PURCHASE_MODELS, type PurchaseModelName } from './purchase-models.js';
export {
  fitPurchaseValue,
  forecastPurchaseValue,
  purchaseValueIntervals,
  type PurchaseValueForecast,
  type PurchaseValueModel,
} from './purchase-value.js';
export { purchasesBetween, summarizePurchases, WEEK_DAYS, type PurchaseSummary } from './summarize-purchases.js';
export { VALUE_FEATURES, valueFeatures } from './value-features.js';
