import type { Trainer } from '@bellwether/platform/training';

/** The trainers of this domain by the name that `models/<name>/model.json` has for them. */
export const trainers: Readonly<Record<string, Trainer>> = {};
