import type { Rng } from '../numerics/index.js';
import type { PurchaseHistories } from './histories.js';
import type { BuyTillYouDieModel } from './model.js';
import { BUY_TILL_YOU_DIE_MODELS } from './models.js';
import type { BuyTillYouDieParameters } from './predict.js';

/**
 * Histories of new customers whose truth is the model given, without covariates.
 *
 * @param age T of each, shape (n,).
 */
export function simulateHistories(
  { model: name, parameters }: Pick<BuyTillYouDieParameters, 'model' | 'parameters'>,
  age: ArrayLike<number>,
  rng: Rng,
): PurchaseHistories & {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
} {
  const model: BuyTillYouDieModel = BUY_TILL_YOU_DIE_MODELS[name];
  const theta = Float64Array.from(model.parameters, (parameter) => parameters[parameter]!);
  const frequency = new Float64Array(age.length);
  const recency = new Float64Array(age.length);
  for (let i = 0; i < age.length; i++) {
    const { x, tx } = model.simulate(theta, age[i]!, rng);
    frequency[i] = x;
    recency[i] = tx;
  }
  return { frequency, recency, age: Float64Array.from(age) };
}
