import type { CollectOutcomesRequest } from '@bellwether/contracts';
import {
  collectOutcomes,
  createBookingTables,
  createOutcomeTable,
  createPredictionTable,
  dayOf,
  SECONDS_PER_DAY,
} from '@bellwether/feature-engineering';
import type { JobContext } from '@bellwether/platform/jobs';
import { bookingModels } from '../models/booking-models.js';

/** The number of outcomes taken, by model. */
export type CollectedCounts = Readonly<Record<string, number>>;

/** Takes the outcomes of predictions about bookings from the bookings of a source, for every model of bookings. */
export async function collectOutcomesTask(
  { source, as_of }: CollectOutcomesRequest,
  context: JobContext,
): Promise<CollectedCounts> {
  const { analytics, settings } = context;
  await createBookingTables(analytics);
  await createPredictionTable(analytics);
  await createOutcomeTable(analytics);
  const asOf = dayOf(as_of, 'as_of') * SECONDS_PER_DAY;
  const models = await bookingModels(settings['modelsDir']!);
  const counts: Record<string, number> = {};
  for (const [done, { name, view }] of models.entries()) {
    context.progress(done / models.length, `outcomes of ${name}`);
    counts[name] = await collectOutcomes(analytics, { model: name, view, source, asOf });
  }
  return counts;
}
