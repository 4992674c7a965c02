import { bgBb } from './beta-geometric-beta-bernoulli.js';
import { bgNbd, mbgNbd } from './beta-geometric-nbd.js';
import type { BuyTillYouDieModel } from './model.js';
import { paretoNbd } from './pareto-nbd.js';

/** Every model by its name; the conformance spec walks them. */
export const BUY_TILL_YOU_DIE_MODELS = {
  'bg-nbd': bgNbd,
  'mbg-nbd': mbgNbd,
  'pareto-nbd': paretoNbd,
  'bg-bb': bgBb,
} as const satisfies Readonly<Record<string, BuyTillYouDieModel>>;

export type BuyTillYouDieName = keyof typeof BUY_TILL_YOU_DIE_MODELS;
