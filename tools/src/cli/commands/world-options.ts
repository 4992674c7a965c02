import type { Command } from 'commander';
import { readCount, readDay } from '../option-values.js';

/** Which simulated hotel; what is left out is the contract's default. */
export interface WorldOptions {
  readonly asOf?: string;
  readonly guests?: number;
  readonly rooms?: number;
  readonly years?: number;
  readonly seed?: number;
}

export function withWorldOptions(command: Command): Command {
  return command
    .option('--as-of <day>', 'the day that counts as today, YYYY-MM-DD (default: today at the hotel)', readDay)
    .option('--guests <n>', 'people who may book', readCount(1, 1_000_000))
    .option('--rooms <n>', 'rooms of the hotel', readCount(3, 10_000))
    .option('--years <n>', 'years of history', readCount(1, 10))
    .option('--seed <n>', 'seed of all that is drawn', readCount(0, 4_294_967_295));
}
