import { logistic } from '../numerics/logistic.js';
import type { Calibrator } from './calibrator.js';

export interface IdentityCalibration {
  readonly kind: 'identity';
}

/** No calibration: the margin is taken for the log-odds it was trained as, p = σ(margin). */
export const identity: Calibrator<IdentityCalibration> = {
  fit: () => ({ kind: 'identity' }),
  calibrate: (_params, margin) => logistic(margin),
};
