export { calibrateAll, type CalibrationParams, type Calibrator } from './calibrator.js';
export { calibrate, calibratorOf, calibrators, type Calibration, type CalibrationKind } from './calibrators.js';
export { identity, type IdentityCalibration } from './identity.js';
export { isotonic, type IsotonicCalibration } from './isotonic.js';
export { platt, type PlattCalibration } from './platt.js';
