import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import type { DeadEvent } from '../event-bus.js';
import { withinPatience, type NatsLink } from './nats-link.js';
import type { NatsNames } from './nats-names.js';

const MAX_LISTED = 1_000;

export interface NatsLetter {
  readonly seq: number;
  readonly letter: DeadEvent;
}

/** Dead events in a stream of their own, the oldest of which go when it is full. */
export class NatsDeadLetters {
  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
  ) {}

  async add(letter: DeadEvent): Promise<void> {
    const { js } = await this.link.link();
    // The same event set aside twice by one consumer, around a crash, is one letter.
    const msgID = `${letter.consumer} ${letter.event.id} ${letter.died_at}`;
    await withinPatience(js.publish(this.names.deadSubject, JSON.stringify(letter), { msgID }));
  }

  async count(): Promise<number> {
    const { jsm } = await this.link.link();
    return (await withinPatience(jsm.streams.info(this.names.deadStream))).state.messages;
  }

  /** The oldest first, at most 1,000. */
  async list(): Promise<NatsLetter[]> {
    const { js, jsm } = await this.link.link();
    const { num_pending, name } = await withinPatience(
      jsm.consumers.add(this.names.deadStream, {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.All,
        inactive_threshold: 30_000_000_000,
        mem_storage: true,
      }),
    );
    const wanted = Math.min(num_pending, MAX_LISTED);
    const found: NatsLetter[] = [];
    if (wanted === 0) return found;
    const consumer = await js.consumers.get(this.names.deadStream, name);
    for await (const message of await consumer.fetch({ max_messages: wanted, expires: 5_000 })) {
      found.push({ seq: message.seq, letter: message.json<DeadEvent>() });
      if (found.length === wanted) break;
    }
    await jsm.consumers.delete(this.names.deadStream, name).catch(() => undefined);
    return found;
  }

  async takeBack(seqs: readonly number[]): Promise<void> {
    const { jsm } = await this.link.link();
    for (const seq of seqs) await withinPatience(jsm.streams.deleteMessage(this.names.deadStream, seq));
  }
}
