import { pushBookings, type PublishFeaturesRequest } from '@bellwether/contracts';
import { dayOf, latestStates, openBookings, SECONDS_PER_DAY } from '@bellwether/feature-engineering';
import { CUSTOMER_ANALYTICS_APP, openServing, type JobContext, type Serving } from '@bellwether/platform/jobs';
import { partsOf } from './parts-of.js';

/** Sizes of a push, well below the body limit of the serving apps. */
const BOOKINGS_A_PUSH = 500;
const STATES_A_PUSH = 2_000;

const OPERATIONS = { pushBookings };

export interface PublishedCounts {
  readonly bookings: number;
  readonly states: number;
}

/**
 * Tells the serving app of the open bookings of a source and of the histories matured by a day, then has it forget what
 * was published before and is open no longer.
 */
export async function publishFeaturesTask(
  payload: PublishFeaturesRequest,
  context: JobContext,
): Promise<PublishedCounts> {
  const serving = openServing(context, CUSTOMER_ANALYTICS_APP, OPERATIONS);
  try {
    return await publish(payload, context, serving);
  } finally {
    serving.close();
  }
}

async function publish(
  { source, as_of }: PublishFeaturesRequest,
  context: JobContext,
  { client }: Serving<typeof OPERATIONS>,
): Promise<PublishedCounts> {
  const asOf = dayOf(as_of, 'as_of') * SECONDS_PER_DAY;
  // By the serving side's clock, which says when the first part of this publication counts as pushed.
  let began: string | undefined;
  const states = await latestStates(context.analytics, source, asOf);
  const bookings = await openBookings(context.analytics, source, asOf);
  const total = states.length + bookings.length;
  let done = 0;
  for (const part of partsOf(states, STATES_A_PUSH)) {
    context.signal.throwIfAborted();
    const told = part.map((state) => ({ ...state, values: { ...state.values } }));
    const { pushed_at } = await client.pushBookings({ states: told });
    began ??= pushed_at;
    context.progress((done += part.length) / total, `${states.length.toLocaleString('en-US')} histories`);
  }
  for (const part of partsOf(bookings, BOOKINGS_A_PUSH)) {
    context.signal.throwIfAborted();
    const { pushed_at } = await client.pushBookings({ bookings: part });
    began ??= pushed_at;
    context.progress((done += part.length) / total, `${bookings.length.toLocaleString('en-US')} open bookings`);
  }
  const pushed_before = began ?? (await client.pushBookings({})).pushed_at;
  await client.pushBookings({ retire: { source, pushed_before } });
  return { bookings: bookings.length, states: states.length };
}
