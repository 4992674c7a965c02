import { pushSegments, type PublishSegmentsRequest } from '@bellwether/contracts';
import { dayOf } from '@bellwether/feature-engineering';
import { CUSTOMER_ANALYTICS_APP, openServing, type JobContext } from '@bellwether/platform/jobs';
import { customerSegments } from './customer-segments.js';
import { journeyInsights } from './journey-insights.js';
import { readFunnel } from './read-funnel.js';
import { readJourneys } from './read-journeys.js';
import { readOrders } from './read-orders.js';

const OPERATIONS = { pushSegments };
/** Bytes of a push, well below the body limit of the serving app, and of a customer: alone, and for each month of its history. */
const [PUSH_BYTES, CUSTOMER_BYTES, MONTH_BYTES] = [600_000, 350, 60];
/** Of the work, how much is reading and computing. */
const COMPUTING_SHARE = 0.5;

/**
 * Computes what is known of the customers of a source at the start of a day, and tells the app that answers: customers in parts, then
 * what they are together, with which the publication is complete. Nothing is answered of it before.
 *
 * @throws FAILED_PRECONDITION for a source without orders before the day.
 */
export async function publishSegmentsTask(
  request: PublishSegmentsRequest,
  context: JobContext,
): Promise<{ readonly customers: number }> {
  const { analytics, jobId, progress, signal } = context;
  const { source, as_of } = request;
  progress(0, 'reading orders');
  const columns = await readOrders(analytics, { source, as_of });
  progress(COMPUTING_SHARE / 2, 'computing segments');
  const { insights, ...customers } = customerSegments(columns, dayOf(as_of, 'as_of'), request.history_months);
  progress((3 * COMPUTING_SHARE) / 4, 'following journeys');
  const journeys = journeyInsights(await readJourneys(analytics, request));
  const furthest_steps = await readFunnel(analytics, { source, as_of });
  const { client, close } = openServing(context, CUSTOMER_ANALYTICS_APP, OPERATIONS);
  try {
    const part = { publication_id: jobId, source, as_of };
    const aPush = Math.floor(PUSH_BYTES / (CUSTOMER_BYTES + (request.history_months + 1) * MONTH_BYTES));
    for (let from = 0; from < customers.count; from += aPush) {
      signal.throwIfAborted();
      const to = Math.min(customers.count, from + aPush);
      await client.pushSegments({
        ...part,
        customers: Array.from({ length: to - from }, (_, i) => customers.customerAt(from + i)),
      });
      const share = COMPUTING_SHARE + ((1 - COMPUTING_SHARE) * to) / customers.count;
      progress(share, `${to.toLocaleString('en-US')} customers`);
    }
    await client.pushSegments({ ...part, insights: { ...insights, ...journeys, furthest_steps } });
    return { customers: customers.count };
  } finally {
    close();
  }
}
