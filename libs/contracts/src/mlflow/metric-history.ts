import { z } from 'zod';
import { mlflowCall } from './call.js';
import { Metric } from './runs.js';
import { Int64, repeated, RequiredText, Text } from './scalars.js';

const pointsOfRuns = z.object({ metrics: repeated(Metric.extend({ run_id: z.string() })) });

/** One run arrives as text, several as a list. */
const RunIds = z.union([RequiredText.transform((one) => [one]), z.array(RequiredText)]);

/** A metric of several runs, whole histories one after the other; what the protocol's own pages ask for. */
export const getMetricHistoryBulk = mlflowCall(
  'GET',
  'metrics/get-history-bulk',
  'reader',
  z.object({ run_id: RunIds.default([]), metric_key: Text.optional(), max_results: Int64.optional() }),
  pointsOfRuns,
);

/** A metric of several runs, thinned to so many steps between two. */
export const getMetricHistoryBulkInterval = mlflowCall(
  'GET',
  'metrics/get-history-bulk-interval',
  'reader',
  z.object({
    run_ids: RunIds,
    metric_key: RequiredText,
    start_step: Int64.optional(),
    end_step: Int64.optional(),
    max_results: Int64.optional(),
  }),
  pointsOfRuns,
);
