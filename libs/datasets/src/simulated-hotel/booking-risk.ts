import { portableExp, portableLog, portableLogistic } from '@bellwether/model-kernel/numerics';
import type { BookingSource, PaymentMethod } from '../bookings/booking.js';
import type { LoyaltyTier } from './guests.js';
import type { Season } from './seasons.js';
import { SEGMENT_FACTS, type DepositType, type Segment } from './segments.js';

/** What is known of a booking when it is made, and the one thing that is not: the guest's own leaning. */
export interface RiskFactors {
  readonly segment: Segment;
  readonly source: BookingSource;
  readonly payment: PaymentMethod;
  readonly deposit: DepositType;
  readonly tier: LoyaltyTier;
  readonly season: Season;
  readonly leadDays: number;
  readonly specialRequests: number;
  readonly children: number;
  /** Price over the room type's usual price. */
  readonly priceVsAverage: number;
  /** Null where the guest did not book on a website. */
  readonly priceComparisons: number | null;
  readonly websiteMinutes: number | null;
  readonly guestCancelling: number;
}

const CANCELLING = {
  level: -1.05,
  price: 1,
  perSpecialRequest: -0.32,
  perComparison: 0.11,
  perWebsiteMinute: -0.018,
  perChild: -0.12,
  source: { website: 0, ota: 0.5, phone: -0.3, walk_in: -0.5, corporate: -0.45, travel_agent: 0.25 },
  payment: { credit_card: -0.15, debit_card: 0.05, bank_transfer: 0.35, cash: 0.65, e_wallet: 0.2 },
  deposit: { 'No Deposit': 0.2, Refundable: -0.35, 'Non Refund': -1.9 },
  tier: { none: 0.1, silver: -0.3, gold: -0.65, platinum: -1.1 },
  season: { low: 0.35, shoulder: 0, high: -0.15 },
} as const satisfies Record<string, number | Readonly<Record<string, number>>>;

const NO_SHOW = {
  level: -3.3,
  source: { website: 0, ota: 0.3, phone: 0.1, walk_in: -2.5, corporate: 0.1, travel_agent: 0 },
  payment: { credit_card: -0.3, debit_card: 0, bank_transfer: -0.2, cash: 0.9, e_wallet: 0.1 },
  deposit: { 'No Deposit': 0.25, Refundable: -0.4, 'Non Refund': -1 },
  tier: { none: 0.1, silver: -0.2, gold: -0.5, platinum: -0.9 },
  longLead: 0.25,
} as const satisfies Record<string, number | Readonly<Record<string, number>>>;

/** μ of the cancellation hazard: the exponential of a sum of effects. */
export function cancellationLevel(f: RiskFactors): number {
  return portableExp(
    CANCELLING.level +
      SEGMENT_FACTS[f.segment].cancelling +
      CANCELLING.source[f.source] +
      CANCELLING.payment[f.payment] +
      CANCELLING.deposit[f.deposit] +
      CANCELLING.tier[f.tier] +
      CANCELLING.season[f.season] +
      CANCELLING.price * portableLog(f.priceVsAverage) +
      CANCELLING.perSpecialRequest * Math.min(f.specialRequests, 4) +
      CANCELLING.perComparison * (f.priceComparisons ?? 0) +
      CANCELLING.perWebsiteMinute * Math.min(f.websiteMinutes ?? 0, 40) +
      CANCELLING.perChild * Math.min(f.children, 3) +
      f.guestCancelling,
  );
}

/** The probability that a booking which is not cancelled is not honoured either. */
export function noShowProbability(f: RiskFactors): number {
  const logOdds =
    NO_SHOW.level +
    SEGMENT_FACTS[f.segment].noShow +
    NO_SHOW.source[f.source] +
    NO_SHOW.payment[f.payment] +
    NO_SHOW.deposit[f.deposit] +
    NO_SHOW.tier[f.tier] +
    (f.leadDays > 30 ? NO_SHOW.longLead : 0);
  return portableLogistic(logOdds);
}
