/** The models of bookings, which features of open bookings are for. */
export const RISK_MODELS = ['churn_predictor', 'no_show_predictor'] as const;

/** The models of daily series, which learn from the worlds beside the hotel. */
export const SERIES_MODELS = ['demand_predictor', 'revenue_forecaster'] as const;

/** The models that have a training configuration in `models/`. */
export const TRAINABLE_MODELS = [...RISK_MODELS, 'occupancy_forecaster', ...SERIES_MODELS] as const;
