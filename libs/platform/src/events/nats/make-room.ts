import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import { DomainError } from '@bellwether/errors';

/**
 * Lets go of what every consumer has read: a stream keeps it for replays as long as there is room.
 *
 * @throws RESOURCE_EXHAUSTED, naming the slowest consumer, when that is nothing.
 */
export async function makeRoom(jsm: JetStreamManager, stream: string, maxBytes: number): Promise<void> {
  // First of all: what is published while the consumers are looked at is nobody's to let go.
  const { state } = await jsm.streams.info(stream);
  const consumers: ConsumerInfo[] = [];
  for await (const consumer of jsm.consumers.list(stream)) if (consumer.config.durable_name) consumers.push(consumer);
  const slowest = consumers.reduce<ConsumerInfo | undefined>(
    (a, b) => (a === undefined || read(b) < read(a) ? b : a),
    undefined,
  );
  const upTo = Math.min(state.last_seq, slowest === undefined ? state.last_seq : read(slowest));
  if (upTo >= state.first_seq) {
    await jsm.streams.purge(stream, { seq: upTo + 1 });
    return;
  }
  const behind = slowest === undefined ? 0 : slowest.num_pending + slowest.num_ack_pending;
  throw new DomainError(
    'RESOURCE_EXHAUSTED',
    `the event stream must be at most ${maxBytes} bytes, and consumer and type '${slowest?.name}' has ${behind} events to go`,
    { retryAfterSeconds: 10 },
  );
}

/** Place up to which a consumer needs nothing any more; what it has no interest in it has read. */
function read({ ack_floor, num_pending, num_ack_pending }: ConsumerInfo): number {
  return num_pending + num_ack_pending === 0 ? Number.MAX_SAFE_INTEGER : ack_floor.stream_seq;
}
