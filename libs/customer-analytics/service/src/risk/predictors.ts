/** Names of the models that this domain serves, as the registry knows them. */
export const SERVED_MODELS = { churn: 'churn_predictor', noShow: 'no_show_predictor' } as const;

export const CHURN_PREDICTOR = Symbol('ChurnPredictor');
export const NO_SHOW_PREDICTOR = Symbol('NoShowPredictor');
