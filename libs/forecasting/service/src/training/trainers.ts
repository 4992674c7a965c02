import type { Trainer } from '@bellwether/platform/training';
import { trainDailySeries } from './daily-series/index.js';
import { trainHotelChain } from './hotel-chain/train-hotel-chain.js';

/** The trainers of this domain by the name that `models/<name>/model.json` has for them. */
export const trainers = {
  hotel_chain: trainHotelChain,
  daily_series: trainDailySeries,
} as const satisfies Readonly<Record<string, Trainer>>;
