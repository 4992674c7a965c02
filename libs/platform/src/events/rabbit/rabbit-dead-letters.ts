import type { GetMessage } from 'amqplib';
import type { DeadEvent } from '../event-bus.js';
import { withinPatience, type RabbitLink } from './rabbit-link.js';
import type { RabbitNames } from './rabbit-names.js';

const MAX_LISTED = 1_000;

/** Dead events in a queue of their own, the oldest of which go when it is full. */
export class RabbitDeadLetters {
  constructor(
    private readonly link: RabbitLink,
    private readonly names: RabbitNames,
  ) {}

  async add(letter: DeadEvent): Promise<void> {
    const channel = await this.link.confirming();
    const content = Buffer.from(JSON.stringify(letter));
    await withinPatience(
      new Promise<void>((resolve, reject) =>
        channel.sendToQueue(this.names.dead, content, { persistent: true }, (error) =>
          error ? reject(error as Error) : resolve(),
        ),
      ),
    );
  }

  async count(): Promise<number> {
    const channel = await this.link.confirming();
    return (await withinPatience(channel.checkQueue(this.names.dead))).messageCount;
  }

  async list(): Promise<DeadEvent[]> {
    const found: DeadEvent[] = [];
    await this.each(async (letter) => {
      found.push(letter);
      return false;
    });
    return found;
  }

  /** Looks at each letter, the oldest first, at most 1,000, and takes away those it is told to. */
  async each(isDone: (letter: DeadEvent) => Promise<boolean>): Promise<void> {
    const channel = await this.link.confirming();
    const kept: GetMessage[] = [];
    try {
      for (let n = 0; n < MAX_LISTED; n += 1) {
        const message = await withinPatience(channel.get(this.names.dead));
        if (message === false) break;
        if (await isDone(JSON.parse(message.content.toString()) as DeadEvent)) channel.ack(message);
        else kept.push(message);
      }
    } finally {
      // The last first: each goes back to the place it came from.
      for (const message of kept.reverse()) channel.nack(message);
    }
  }
}
