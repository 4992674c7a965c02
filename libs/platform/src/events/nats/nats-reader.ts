import { AckPolicy, DeliverPolicy, type ConsumerConfig, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { pause } from '../attempt.js';
import type { Subscription } from '../event-bus.js';
import type { NatsLink } from './nats-link.js';

/** How long the server waits for a message to be acknowledged before it gives it to somebody else. */
export const ACK_WAIT_MS = 30_000;
const AGAIN_AFTER_MS = 500;

export interface ReaderOptions {
  readonly stream: string;
  readonly config: Partial<ConsumerConfig>;
  /** Handles one message whole. @returns false when it was stopped before. */
  readonly take: (message: JsMsg, stop: AbortSignal) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

/** Reads a stream for one consumer, message by message, whatever happens to the connection meanwhile. */
export class NatsReader implements Subscription {
  private readonly stop = new AbortController();
  private messages: ConsumerMessages | undefined;
  private name: string | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly options: ReaderOptions,
  ) {}

  /** Resolves when the consumer stands on the server, or is tried in the background because there is no server. */
  async start(): Promise<void> {
    await this.stand().catch(this.options.onError);
    this.running = this.run();
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.messages?.stop();
    await this.running;
  }

  /** Makes the consumer where it is not there; one that stands keeps its place. */
  private async stand(): Promise<void> {
    const { stream, config } = this.options;
    const { jsm } = await this.link.link();
    const { name } = await jsm.consumers.add(stream, {
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.New,
      ack_wait: ACK_WAIT_MS * 1_000_000,
      max_ack_pending: 1,
      ...config,
    });
    this.name = name;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        if (this.name === undefined) await this.stand();
        await this.read(this.name!);
      } catch (error) {
        if (this.stop.signal.aborted) return;
        this.options.onError(error);
        this.name = undefined;
      }
      await pause(AGAIN_AFTER_MS, this.stop.signal);
    }
  }

  private async read(name: string): Promise<void> {
    const { js } = await this.link.link();
    const consumer = await js.consumers.get(this.options.stream, name);
    // One at a time: what is read ahead would be held back from other processes, and given twice after a crash.
    this.messages = await consumer.consume({ max_messages: 1 });
    if (this.stop.signal.aborted) this.messages.stop();
    for await (const message of this.messages) {
      // A long try, or the pause before the next, must not look like the death of this process.
      const working = setInterval(() => message.working(), ACK_WAIT_MS / 3).unref();
      try {
        if (!(await this.options.take(message, this.stop.signal))) {
          message.nak();
          return;
        }
        await message.ackAck();
      } finally {
        clearInterval(working);
      }
      if (this.stop.signal.aborted) return;
    }
  }
}
