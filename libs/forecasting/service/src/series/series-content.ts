import { DomainError } from '@bellwether/errors';
import type { FittedKind } from '@bellwether/forecasting-core';
import type { Bundle } from '@bellwether/platform/model-runtime';
import { z } from 'zod';

/** The file of a bundle that holds the fits. */
export const SERIES_FILE = 'model.json';

const tail = { lower: z.number(), upper: z.number() };

const Series = z.object({
  id: z.string(),
  weights: z.record(z.string(), z.number()),
  fits: z.record(z.string(), z.unknown()),
  noise: z.number().positive(),
  kept: z.array(z.number()).max(400),
  mape: z.number().nullable(),
  rmse: z.number(),
});

/** What a model of daily series is, as it lies in its bundle; fits are what the models of the core made. */
export const SeriesContent = z.object({
  format: z.literal('daily-series/1'),
  target: z.enum(['demand', 'revenue']),
  time_zone: z.string(),
  currency: z.string(),
  /** Days since 1970-01-01. */
  first_day: z.int(),
  last_day: z.int(),
  kinds: z
    .array(
      z.object({
        kind: z.string(),
        last_day: z.int(),
        shared: z.record(z.string(), z.unknown()),
        errors: z.object({
          coverage: z.number(),
          weeks: z.array(z.object(tail)),
          sums: z.array(z.object({ deviation: z.number(), ...tail })),
        }),
        coverage: z.number().nullable(),
        series: z.array(Series),
      }),
    )
    .min(1),
});

export interface ContentKind extends FittedKind {
  readonly last_day: number;
}
export interface SeriesContent extends Omit<z.output<typeof SeriesContent>, 'kinds'> {
  readonly kinds: readonly ContentKind[];
}

/** @throws FAILED_PRECONDITION naming what is wrong. */
export function readSeriesContent({ files }: Bundle): SeriesContent {
  const bytes = files.get(SERIES_FILE);
  if (bytes === undefined) throw new DomainError('FAILED_PRECONDITION', `bundle: ${SERIES_FILE} is missing`);
  const parsed = SeriesContent.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.data as SeriesContent;
  const [issue] = parsed.error.issues;
  throw new DomainError('FAILED_PRECONDITION', `bundle: ${SERIES_FILE}: ${issue?.path.join('.')}: ${issue?.message}`);
}
