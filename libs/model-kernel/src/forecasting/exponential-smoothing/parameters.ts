import type { EtsForm } from './form.js';

/**
 * What one run of the recursion is given: smoothing parameters and the state before the first observation. β = α β* and
 * γ = (1 − α) γ*, so that the usual region 0 < β < α, 0 < γ < 1 − α is a box in (α, β*, γ*, φ).
 */
export interface EtsParameters {
  /** α of the level. */
  alpha: number;
  /** β* of the trend; 0 without one. */
  betaStar: number;
  /** γ* of the season; 0 without one. */
  gammaStar: number;
  /** φ: 1 for an undamped trend, 0 without one. */
  phi: number;
  /** ℓ_0. */
  level: number;
  /** b_0; 0 without a trend. */
  trend: number;
  /** s_{1−m} … s_0, the season that the first observation meets first; [] without one. */
  season: number[];
}

export const LOWEST_SMOOTHING = 1e-4;
export const HIGHEST_SMOOTHING = 0.9999;
/** Hyndman & Athanasopoulos (2021), §8.2: φ is rarely below 0.8 and, to be told from 1, no more than 0.98. */
export const LOWEST_DAMPING = 0.8;
export const HIGHEST_DAMPING = 0.98;

/** The free parameters of a form by name, in the order in which the fit numbers them. */
export type FreeParameter = 'alpha' | 'betaStar' | 'gammaStar' | 'phi' | 'level' | 'trend';

export function freeParameters({ trend, season }: EtsForm): FreeParameter[] {
  const free: FreeParameter[] = ['alpha'];
  if (trend !== 'N') free.push('betaStar');
  if (season !== 'N') free.push('gammaStar');
  if (trend === 'Ad') free.push('phi');
  free.push('level');
  if (trend !== 'N') free.push('trend');
  return free;
}
