import type { CalibrationParams, Calibrator } from './calibrator.js';
import { identity, type IdentityCalibration } from './identity.js';
import { isotonic, type IsotonicCalibration } from './isotonic.js';
import { platt, type PlattCalibration } from './platt.js';

interface CalibrationsByKind {
  identity: IdentityCalibration;
  platt: PlattCalibration;
  isotonic: IsotonicCalibration;
}

export type CalibrationKind = keyof CalibrationsByKind;

/** A fitted calibration of any kind. */
export type Calibration = CalibrationsByKind[CalibrationKind];

/** Every calibrator by name; the conformance suite walks this table. */
export const calibrators: { readonly [K in CalibrationKind]: Calibrator<CalibrationsByKind[K]> } = {
  identity,
  platt,
  isotonic,
};

/** The calibrator that a fitted calibration belongs to. */
export function calibratorOf<P extends Calibration & CalibrationParams>(params: P): Calibrator<P> {
  // The table pairs each kind with its own parameters, which TypeScript cannot follow through an index.
  return calibrators[params.kind] as unknown as Calibrator<P>;
}

/** The probability that a fitted calibration, of whatever kind, gives at a margin. */
export function calibrate(params: Calibration, margin: number): number {
  return calibratorOf(params).calibrate(params, margin);
}
