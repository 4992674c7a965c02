import { largestRemainder, shareTotal } from '@bellwether/forecasting-core';
import type { DailySeriesModel } from '../series/daily-series-model.js';

/** Days from tomorrow on that are made at once: the longest that can be asked. */
export const MADE_DAYS = 365;
/** Days of cents that are made before others have their turn; of series it is one: a year of one takes some milliseconds. */
const A_TURN = 20;

/** Revenue of the marketplace and of its properties in whole cents by day, which add up on every day. */
export interface MarketplaceCents {
  readonly whole: readonly number[];
  readonly byProperty: ReadonlyMap<string, readonly number[]>;
}

/**
 * What the marketplace is forecast as a whole, shared among its properties in proportion to their own forecasts.
 *
 * @param today days since 1970-01-01. @param turn awaited between pieces of the work.
 */
export async function marketplaceCents(
  model: DailySeriesModel,
  today: number,
  turn: () => Promise<void>,
): Promise<MarketplaceCents> {
  const whole = model.forecast({ kind: 'marketplace', id: 'all' }, today, MADE_DAYS).mean;
  const ids = model.content.kinds.find(({ kind }) => kind === 'property')?.series.map(({ id }) => id) ?? [];
  const own: Float64Array[] = [];
  for (const id of ids) {
    await turn();
    own.push(Float64Array.from(model.forecast({ kind: 'property', id }, today, MADE_DAYS).mean));
  }
  await turn();
  const shares = shareTotal(own, Float64Array.from(whole));
  const cents = whole.map((value) => Math.round(value * 100));
  const byProperty = new Map(ids.map((id) => [id, new Array<number>(MADE_DAYS).fill(0)]));
  for (let day = 0; day < MADE_DAYS && ids.length > 0; day++) {
    if (day % A_TURN === 0) await turn();
    const dayCents = largestRemainder(
      shares.map((share) => share[day]!),
      cents[day]!,
    );
    ids.forEach((id, i) => (byProperty.get(id)![day] = dayCents[i]!));
  }
  return { whole: cents, byProperty };
}
