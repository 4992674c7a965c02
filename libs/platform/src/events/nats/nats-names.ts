import { createHash } from 'node:crypto';
import type { StreamConfig } from '@nats-io/jetstream';
import type { EventBusSettings } from '../event-bus-options.js';

const DAY_NS = 86_400_000_000_000;
/** How long an id published again counts as the same event. */
const SAME_ID_NS = 600_000_000_000;
/** Of a durable name that the server takes. */
const MAX_NAME = 200;

/** The streams and subjects of one system on a server. */
export class NatsNames {
  readonly stream: string;
  readonly deadStream: string;
  readonly deadSubject: string;

  constructor(prefix: string) {
    this.stream = prefix;
    this.deadStream = `${prefix}-dead`;
    this.deadSubject = `${prefix}-dead.letter`;
  }

  /** Where an event of a type is published for everybody. */
  toAll(type: string): string {
    return `${this.stream}.${token(type)}.all`;
  }

  /** Where it is published for one consumer alone. */
  toOne(type: string, consumer: string): string {
    return `${this.stream}.${token(type)}.${durable(consumer)}`;
  }

  /** What the consumers of a type read: those for others too, which they pass over. */
  ofType(type: string): string {
    return `${this.stream}.${token(type)}.*`;
  }

  /** Durable name of a consumer of a type. */
  consumer(consumer: string, type: string): string {
    return durable(`${consumer} ${type}`);
  }

  streams({
    maxBytes,
    maxDeadBytes,
    forgetAfterDays,
  }: EventBusSettings): (Partial<StreamConfig> & Pick<StreamConfig, 'name'>)[] {
    const kept = { storage: 'file', retention: 'limits', num_replicas: 1 } as const;
    return [
      {
        ...kept,
        name: this.stream,
        subjects: [`${this.stream}.>`],
        max_bytes: maxBytes,
        max_age: forgetAfterDays * DAY_NS,
        discard: 'new',
        duplicate_window: SAME_ID_NS,
      },
      { ...kept, name: this.deadStream, subjects: [`${this.deadStream}.>`], max_bytes: maxDeadBytes, discard: 'old' },
    ];
  }
}

/** One token of a subject: a dot would make it several. */
function token(type: string): string {
  return type.replaceAll('.', '|');
}

/** A name may hold neither dot nor space; what is changed or long is told apart by a digest. */
function durable(name: string): string {
  const plain = name.replace(/[^\w-]/g, '_');
  if (plain === name && name.length <= MAX_NAME) return name;
  return `${plain.slice(0, MAX_NAME - 17)}-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
