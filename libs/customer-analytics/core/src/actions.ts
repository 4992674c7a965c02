import type { FeatureValue } from './factor-texts.js';

/** What an action looks at and may change: values of features by name. */
export interface ActionSubject {
  feature(name: string): FeatureValue | undefined;
  /** Price of the stay, in the booking's currency. */
  readonly amount: number;
}

/** A change that can be made to a booking, and what it costs. */
export interface ActionCandidate {
  readonly action: string;
  /** Features after the action, by name; the rest stay. */
  readonly changes: Readonly<Record<string, number | string>>;
  /** Cost when the guest stays, in the booking's currency. */
  readonly costIfStayed: number;
  /** Cost whether or not the guest stays. */
  readonly costAlways: number;
  readonly discountPercentage?: number;
}

export interface ScoredAction extends ActionCandidate {
  /** Drop in probability when the booking is scored again with the action applied; > 0. */
  readonly impact: number;
  /** Expected gain in the booking's currency: amount × impact − expected cost. */
  readonly netGain: number;
}

const DISCOUNTS = [5, 10, 15] as const;

/** A drop in probability below this is not worth a guest's attention. */
const LEAST_IMPACT = 0.005;

/** Cost of a message to the guest and of its answer, as a share of the price of the stay. */
const CONTACT_COST = 0.0005;
/** Fee of a card payment, as a share of the price. */
const CARD_FEE = 0.015;
/** Cost of a first-year membership, as a share of the price. */
const MEMBERSHIP_COST = 0.01;

type Proposal = (subject: ActionSubject) => readonly ActionCandidate[];

/** Every kind of action by name: what it would change of a booking that it fits, or nothing. */
export const ACTIONS: Readonly<Record<string, Proposal>> = {
  apply_loyalty_discount: (subject) => (isMember(subject) ? discounts('apply_loyalty_discount', subject) : []),
  offer_discount: (subject) => (isMember(subject) ? [] : discounts('offer_discount', subject)),
  invite_to_loyalty_programme: (subject) =>
    subject.feature('loyalty_tier') === 'none'
      ? [
          candidate(
            'invite_to_loyalty_programme',
            { loyalty_tier: 'silver' },
            { always: MEMBERSHIP_COST * subject.amount },
          ),
        ]
      : [],
  ask_for_card_guarantee: (subject) => {
    const method = subject.feature('payment_method');
    return typeof method === 'string' && method !== 'credit_card'
      ? [
          candidate(
            'ask_for_card_guarantee',
            { payment_method: 'credit_card' },
            { ifStayed: CARD_FEE * subject.amount },
          ),
        ]
      : [];
  },
  ask_for_special_requests: (subject) => {
    const requests = subject.feature('special_requests_count');
    return requests === 0
      ? [
          candidate(
            'ask_for_special_requests',
            { special_requests_count: 1 },
            { always: CONTACT_COST * subject.amount },
          ),
        ]
      : [];
  },
};

/** Every action that fits a booking, to be scored. */
export function proposeActions(subject: ActionSubject): ActionCandidate[] {
  return Object.values(ACTIONS).flatMap((propose) => propose(subject));
}

/**
 * Keeps the actions that lower the probability and pay for themselves, the most gainful first; of one action in several
 * strengths the best.
 *
 * @param probability of the loss as things stand.
 * @param after probability with each candidate applied, in the order of `candidates`.
 */
export function rankActions(
  candidates: readonly ActionCandidate[],
  probability: number,
  after: ArrayLike<number>,
  amount: number,
): ScoredAction[] {
  const best = new Map<string, ScoredAction>();
  candidates.forEach((proposed, i) => {
    const impact = probability - after[i]!;
    const netGain = amount * impact - proposed.costAlways - (1 - after[i]!) * proposed.costIfStayed;
    if (!(impact >= LEAST_IMPACT && netGain > 0)) return;
    const standing = best.get(proposed.action);
    if (standing === undefined || netGain > standing.netGain)
      best.set(proposed.action, { ...proposed, impact, netGain });
  });
  return [...best.values()].sort((a, b) => b.netGain - a.netGain);
}

export type ActionPriority = 'low' | 'medium' | 'high';

/** By the expected gain as a share of the price of the stay. */
export function actionPriority({ netGain }: ScoredAction, amount: number): ActionPriority {
  const share = amount > 0 ? netGain / amount : 0;
  if (share >= 0.05) return 'high';
  return share >= 0.015 ? 'medium' : 'low';
}

function isMember(subject: ActionSubject): boolean {
  const tier = subject.feature('loyalty_tier');
  return typeof tier === 'string' && tier !== 'none';
}

function discounts(action: string, { feature, amount }: ActionSubject): ActionCandidate[] {
  const given = feature('discount_applied');
  const already = typeof given === 'number' && !Number.isNaN(given) ? given : 0;
  return DISCOUNTS.filter((pct) => already + pct <= 50).map((pct) => {
    const left = 1 - pct / 100;
    const scaled = (name: string): Record<string, number> => {
      const value = feature(name);
      return typeof value === 'number' && !Number.isNaN(value) ? { [name]: value * left } : {};
    };
    const changes = {
      ...scaled('total_amount'),
      ...scaled('average_daily_rate'),
      ...scaled('price_vs_avg_ratio'),
      discount_applied: already + pct,
    };
    return { ...candidate(action, changes, { ifStayed: (pct / 100) * amount }), discountPercentage: pct };
  });
}

function candidate(
  action: string,
  changes: Readonly<Record<string, number | string>>,
  cost: { readonly ifStayed?: number; readonly always?: number },
): ActionCandidate {
  return { action, changes, costIfStayed: cost.ifStayed ?? 0, costAlways: cost.always ?? 0 };
}
