import type { Trainer } from '@bellwether/platform/training';
import { trainDailySeries } from './daily-series/index.js';

/** The trainers of this domain by the name that `models/<name>/model.json` has for them. */
export const trainers: Readonly<Record<string, Trainer>> = { daily_series: trainDailySeries };
