/** The models that have a training configuration in `models/`. */
export const TRAINABLE_MODELS = ['churn_predictor', 'no_show_predictor', 'occupancy_forecaster'] as const;
