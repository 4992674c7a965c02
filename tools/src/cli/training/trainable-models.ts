/** The models of bookings, which features of open bookings are for. */
export const RISK_MODELS = ['churn_predictor', 'no_show_predictor'] as const;

/** The models that have a training configuration in `models/`. */
export const TRAINABLE_MODELS = [...RISK_MODELS, 'occupancy_forecaster'] as const;
