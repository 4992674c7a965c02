import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@bellwether/errors';
import { makeFolder } from '../local-folder/durable-folder.js';
import { lockFolder } from '../local-folder/folder-lock.js';
import { ConsumerPositions } from './consumer-positions.js';
import type { DeadEvents, EventBus } from './event-bus.js';
import type { EventBusOptions } from './event-bus-options.js';
import { LocalEventBus, type BusStorage } from './local-event-bus.js';
import { MemoryLog } from './memory-log.js';
import { SegmentedLog } from './segmented-log.js';

const DAY_MS = 86_400_000;

/**
 * @param url `log:///abs/folder` (an fsynced log in one process), `memory://` (nothing outlives the process),
 *   `nats://user:password@host:port` (JetStream) or `amqp://user:password@host:port/vhost` (RabbitMQ), the last two with
 *   `?prefix=…` where several systems share a broker. A broker that is away is no failure yet.
 * @throws INVALID_ARGUMENT for any other url, FAILED_PRECONDITION when another process has the folder open.
 */
export async function openEventBus(url: string, options: EventBusOptions = {}): Promise<EventBus & DeadEvents> {
  const { clock = () => new Date(), forgetAfterDays = 30 } = options;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (url === 'memory://') {
    const positions = await ConsumerPositions.open(null, clock);
    const storage = { log: new MemoryLog(), dead: new MemoryLog(), positions, release: () => {} };
    return new LocalEventBus(storage, options);
  }
  if (parsed?.protocol === 'log:' && parsed.host === '' && parsed.pathname.length > 1) {
    const storage = await openStorage(fileURLToPath(`file://${parsed.pathname}`), clock);
    storage.positions.forgetUnseenSince(new Date(clock().getTime() - forgetAfterDays * DAY_MS));
    return new LocalEventBus(storage, options);
  }
  if (parsed?.protocol === 'nats:' && parsed.hostname !== '') {
    const { openNatsEventBus } = await import('./nats/open-nats-event-bus.js');
    return openNatsEventBus(parsed, options);
  }
  if ((parsed?.protocol === 'amqp:' || parsed?.protocol === 'amqps:') && parsed.hostname !== '') {
    const { openRabbitEventBus } = await import('./rabbit/open-rabbit-event-bus.js');
    return openRabbitEventBus(parsed, options);
  }
  const message = 'events url must be log:///abs/folder, memory://, nats://host:port or amqp://host:port';
  throw new DomainError('INVALID_ARGUMENT', message);
}

async function openStorage(folder: string, clock: () => Date): Promise<BusStorage> {
  const lock = lockFolder(folder);
  const logs: SegmentedLog[] = [];
  try {
    await makeFolder(folder);
    const positions = await ConsumerPositions.open(join(folder, 'positions.json'), clock);
    for (const name of ['log', 'dead']) logs.push(await SegmentedLog.open(join(folder, name)));
    const [log, dead] = logs as [SegmentedLog, SegmentedLog];
    return { log, dead, positions, release: () => lock.release() };
  } catch (error) {
    await Promise.all(logs.map((log) => log.close()));
    lock.release();
    throw error;
  }
}
