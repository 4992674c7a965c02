export type { EtsFit } from './ets-fit.js';
export { ets } from './ets.js';
export type { EtsForm } from './form.js';
export { dampedTrend, holt, holtWinters, holtWintersMultiplicative, ses } from './forms.js';
