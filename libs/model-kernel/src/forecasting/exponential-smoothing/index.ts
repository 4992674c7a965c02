export { etsResiduals, forecastEts, toEtsFit, type EtsFit } from './ets-fit.js';
export { ets } from './ets.js';
export type { FormFit } from './fit-form.js';
export { fitForms, leastAicc } from './fit-forms.js';
export { formName, type EtsForm } from './form.js';
export { dampedTrend, holt, holtWinters, holtWintersMultiplicative, ses } from './forms.js';
