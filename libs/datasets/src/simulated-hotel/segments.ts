import type { BookingSource, PaymentMethod } from '../bookings/booking.js';
import type { RoomType } from './rooms.js';
import type { ServiceCategory } from './services.js';

/** The contract's guest segments. */
export const SEGMENTS = ['business', 'leisure', 'family', 'couple', 'group', 'vip'] as const;
export type Segment = (typeof SEGMENTS)[number];

export type DepositType = 'No Deposit' | 'Refundable' | 'Non Refund';

/** How the guests of a segment book, stay, pay and change their minds. All rates are of the whole hotel's model. */
export interface SegmentFacts {
  /** Of all requests, at an ordinary time. */
  readonly share: number;
  /** Lead time: gamma with this mean (days) and shape, in whole days. */
  readonly leadMeanDays: number;
  readonly leadShape: number;
  /** Nights: 1 + Poisson. */
  readonly nightsMean: number;
  readonly rooms: Readonly<Record<RoomType, number>>;
  /** Price elasticity of the number of requests, for a deluxe room in the shoulder season. */
  readonly elasticity: number;
  /** Demand by weekday of arrival, Sunday first, and by month, January first; about 1 on average. */
  readonly byWeekday: readonly number[];
  readonly byMonth: readonly number[];
  /** Demand on a festive day and at an event of score 1, relative to an ordinary day. */
  readonly festive: number;
  readonly event: number;
  readonly sources: Readonly<Record<BookingSource, number>>;
  readonly payments: Readonly<Record<PaymentMethod, number>>;
  readonly deposits: Readonly<Record<DepositType, number>>;
  readonly adultsMean: number;
  readonly childrenMean: number;
  readonly specialRequestsMean: number;
  /** Effect on the log hazard of cancelling, and on the log-odds of not showing up. */
  readonly cancelling: number;
  readonly noShow: number;
  /** Chance a day that a booking is changed. */
  readonly modifying: number;
  /** Chance a day of a stay that a service of the category is used by a guest of average taste. */
  readonly tastes: Readonly<Record<ServiceCategory, number>>;
}

const WORK_WEEK = [0.9, 1.5, 1.4, 1.25, 0.95, 0.5, 0.5];
const WEEKEND = [0.65, 0.65, 0.7, 0.85, 1.15, 1.65, 1.35];
const EVEN_MONTHS = [1.0, 0.85, 1.1, 1.05, 1.05, 1.0, 0.9, 0.9, 1.05, 1.1, 1.1, 0.9];
const BEACH_MONTHS = [0.85, 0.95, 1.0, 1.1, 1.1, 1.25, 1.35, 1.25, 0.85, 0.7, 0.7, 0.9];

export const SEGMENT_FACTS: Readonly<Record<Segment, SegmentFacts>> = {
  business: {
    share: 0.26,
    leadMeanDays: 12,
    leadShape: 0.9,
    nightsMean: 1.8,
    rooms: { standard: 0.6, deluxe: 0.35, suite: 0.05 },
    elasticity: -0.8,
    byWeekday: WORK_WEEK,
    byMonth: EVEN_MONTHS,
    festive: 0.5,
    event: 1.5,
    sources: { website: 0.2, ota: 0.15, phone: 0.08, walk_in: 0.02, corporate: 0.5, travel_agent: 0.05 },
    payments: { credit_card: 0.7, debit_card: 0.1, bank_transfer: 0.15, cash: 0.02, e_wallet: 0.03 },
    deposits: { 'No Deposit': 0.85, Refundable: 0.1, 'Non Refund': 0.05 },
    adultsMean: 1.1,
    childrenMean: 0,
    specialRequestsMean: 0.5,
    cancelling: -0.25,
    noShow: 0.4,
    modifying: 0.01,
    tastes: { dining: 0.3, wellness: 0.05, laundry: 0.25, transport: 0.3, leisure: 0.02, family: 0, work: 0.2 },
  },
  leisure: {
    share: 0.26,
    leadMeanDays: 42,
    leadShape: 1,
    nightsMean: 2.4,
    rooms: { standard: 0.6, deluxe: 0.35, suite: 0.05 },
    elasticity: -1.7,
    byWeekday: WEEKEND,
    byMonth: BEACH_MONTHS,
    festive: 1.3,
    event: 1.25,
    sources: { website: 0.25, ota: 0.55, phone: 0.05, walk_in: 0.03, corporate: 0, travel_agent: 0.12 },
    payments: { credit_card: 0.4, debit_card: 0.2, bank_transfer: 0.1, cash: 0.18, e_wallet: 0.12 },
    deposits: { 'No Deposit': 0.7, Refundable: 0.12, 'Non Refund': 0.18 },
    adultsMean: 1.9,
    childrenMean: 0.1,
    specialRequestsMean: 0.6,
    cancelling: 0.2,
    noShow: 0,
    modifying: 0.005,
    tastes: { dining: 0.3, wellness: 0.15, laundry: 0.05, transport: 0.15, leisure: 0.2, family: 0.01, work: 0 },
  },
  family: {
    share: 0.16,
    leadMeanDays: 55,
    leadShape: 1.2,
    nightsMean: 3,
    rooms: { standard: 0.3, deluxe: 0.5, suite: 0.2 },
    elasticity: -1.9,
    byWeekday: WEEKEND,
    byMonth: [0.8, 1.0, 0.85, 1.0, 1.05, 1.45, 1.6, 1.35, 0.7, 0.65, 0.65, 0.9],
    festive: 1.45,
    event: 1.1,
    sources: { website: 0.35, ota: 0.4, phone: 0.08, walk_in: 0.02, corporate: 0, travel_agent: 0.15 },
    payments: { credit_card: 0.5, debit_card: 0.18, bank_transfer: 0.15, cash: 0.1, e_wallet: 0.07 },
    deposits: { 'No Deposit': 0.6, Refundable: 0.2, 'Non Refund': 0.2 },
    adultsMean: 2.1,
    childrenMean: 1.3,
    specialRequestsMean: 1.1,
    cancelling: 0,
    noShow: -0.3,
    modifying: 0.006,
    tastes: { dining: 0.45, wellness: 0.1, laundry: 0.15, transport: 0.2, leisure: 0.15, family: 0.4, work: 0 },
  },
  couple: {
    share: 0.17,
    leadMeanDays: 32,
    leadShape: 1,
    nightsMean: 2.2,
    rooms: { standard: 0.4, deluxe: 0.45, suite: 0.15 },
    elasticity: -1.5,
    byWeekday: WEEKEND,
    byMonth: [0.9, 1.15, 1.05, 1.1, 1.0, 1.1, 1.15, 1.1, 0.85, 0.8, 0.8, 1.0],
    festive: 1.25,
    event: 1.2,
    sources: { website: 0.35, ota: 0.5, phone: 0.04, walk_in: 0.03, corporate: 0, travel_agent: 0.08 },
    payments: { credit_card: 0.5, debit_card: 0.2, bank_transfer: 0.05, cash: 0.1, e_wallet: 0.15 },
    deposits: { 'No Deposit': 0.68, Refundable: 0.12, 'Non Refund': 0.2 },
    adultsMean: 2,
    childrenMean: 0,
    specialRequestsMean: 0.9,
    cancelling: 0.1,
    noShow: 0,
    modifying: 0.005,
    tastes: { dining: 0.45, wellness: 0.3, laundry: 0.03, transport: 0.12, leisure: 0.2, family: 0, work: 0 },
  },
  group: {
    share: 0.1,
    leadMeanDays: 80,
    leadShape: 1.6,
    nightsMean: 2.5,
    rooms: { standard: 0.8, deluxe: 0.19, suite: 0.01 },
    elasticity: -2.3,
    byWeekday: [0.9, 0.9, 0.9, 1.0, 1.2, 1.2, 0.9],
    byMonth: [0.8, 0.9, 1.25, 1.2, 1.1, 0.95, 0.9, 0.9, 1.0, 1.1, 1.1, 0.8],
    festive: 1,
    event: 1.6,
    sources: { website: 0.02, ota: 0.08, phone: 0.1, walk_in: 0, corporate: 0.1, travel_agent: 0.7 },
    payments: { credit_card: 0.15, debit_card: 0.05, bank_transfer: 0.65, cash: 0.13, e_wallet: 0.02 },
    deposits: { 'No Deposit': 0.65, Refundable: 0.2, 'Non Refund': 0.15 },
    adultsMean: 1.9,
    childrenMean: 0.05,
    specialRequestsMean: 0.2,
    cancelling: 0.35,
    noShow: 0.1,
    modifying: 0.012,
    tastes: { dining: 0.35, wellness: 0.06, laundry: 0.05, transport: 0.15, leisure: 0.3, family: 0.01, work: 0.05 },
  },
  vip: {
    share: 0.05,
    leadMeanDays: 22,
    leadShape: 1,
    nightsMean: 2.8,
    rooms: { standard: 0.05, deluxe: 0.35, suite: 0.6 },
    elasticity: -0.6,
    byWeekday: [0.9, 1.0, 1.0, 1.0, 1.05, 1.1, 0.95],
    byMonth: EVEN_MONTHS,
    festive: 1.2,
    event: 1.4,
    sources: { website: 0.45, ota: 0.08, phone: 0.3, walk_in: 0.02, corporate: 0.1, travel_agent: 0.05 },
    payments: { credit_card: 0.88, debit_card: 0.04, bank_transfer: 0.06, cash: 0, e_wallet: 0.02 },
    deposits: { 'No Deposit': 0.9, Refundable: 0.08, 'Non Refund': 0.02 },
    adultsMean: 1.8,
    childrenMean: 0.2,
    specialRequestsMean: 1.8,
    cancelling: -0.4,
    noShow: -0.4,
    modifying: 0.01,
    tastes: { dining: 0.55, wellness: 0.4, laundry: 0.3, transport: 0.45, leisure: 0.15, family: 0.03, work: 0.08 },
  },
};
