import type { Rng } from '../numerics/index.js';

/** What is known of one customer: x repeat purchases, the last at t_x, of T observed. */
export interface History {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
}

/**
 * A model of customers who buy at a rate of their own until they, unseen, stop for good. `theta` is its parameters, all positive,
 * in the order of `parameters`; times are in the unit in which it was fitted.
 */
export interface BuyTillYouDieModel {
  readonly name: string;
  readonly parameters: readonly string[];
  /** Whether time goes in whole opportunities to buy. */
  readonly discrete: boolean;
  /**
   * Which parameters a covariate may move, ln θᵢ = ln θ + sign · γ zᵢ: signs are such that γ > 0 on a purchase parameter
   * means buying more often.
   */
  readonly covariateSigns: Readonly<Record<string, 1 | -1>>;
  /** Points to search from. @param rate purchases per unit of time, > 0. @param age mean time observed. */
  starts(rate: number, age: number): readonly (readonly number[])[];
  /** ln L(θ | x, t_x, T); ∂ ln L / ∂ ln θ is written to `gradient`. */
  logLikelihood(theta: Float64Array, x: number, tx: number, T: number, gradient: Float64Array): number;
  /** P(has not stopped by T | x, t_x, T), in [0, 1]. */
  probabilityAlive(theta: Float64Array, history: History): number;
  /** E[purchases in (T, T + t] | x, t_x, T]; of a new customer with x = t_x = T = 0. */
  expectedPurchases(theta: Float64Array, history: History, t: number): number;
  /** One draw of those purchases, of a customer that has not stopped by T. */
  drawPurchases(theta: Float64Array, history: History, t: number, rng: Rng): number;
  /** A new customer watched for T. */
  simulate(theta: Float64Array, T: number, rng: Rng): { readonly x: number; readonly tx: number };
}
