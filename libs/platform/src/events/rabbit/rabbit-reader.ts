import type { Channel, ChannelModel, ConsumeMessage, Options } from 'amqplib';
import type { Subscription } from '../event-bus.js';
import type { RabbitLink } from './rabbit-link.js';

export interface ReaderOptions {
  readonly exchange: string;
  readonly type: string;
  /** '' for one of its own, gone with it. */
  readonly queue: string;
  readonly assert: Options.AssertQueue;
  /** Handles one event whole. @returns false when it was stopped before. */
  readonly take: (json: string, stop: AbortSignal) => Promise<boolean>;
}

/** Reads a queue for one consumer, message by message, on one connection after the other. */
export class RabbitReader implements Subscription {
  private readonly stop = new AbortController();
  private channel: Channel | undefined;
  private consumerTag = '';
  private working: Promise<void> = Promise.resolve();
  private end: () => void = () => {};

  constructor(
    private readonly link: RabbitLink,
    private readonly options: ReaderOptions,
  ) {}

  async start(): Promise<void> {
    this.end = await this.link.onEach((connection) => this.consume(connection));
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.end();
    await this.channel?.cancel(this.consumerTag).catch(() => undefined);
    await this.working;
    await this.channel?.close().catch(() => undefined);
  }

  private async consume(connection: ChannelModel): Promise<void> {
    const { exchange, type, queue: wanted, assert } = this.options;
    const channel = await connection.createChannel();
    // A channel that fails takes its connection with it, and both are made again.
    channel.on('error', () => void connection.close().catch(() => undefined));
    const { queue } = await channel.assertQueue(wanted, assert);
    await channel.bindQueue(queue, exchange, type);
    await channel.prefetch(1);
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message !== null) this.working = this.take(connection, channel, message);
    });
    this.channel = channel;
    this.consumerTag = consumerTag;
  }

  private async take(connection: ChannelModel, channel: Channel, message: ConsumeMessage): Promise<void> {
    try {
      const taken = await this.options.take(message.content.toString(), this.stop.signal);
      if (taken) channel.ack(message);
      else channel.nack(message);
    } catch {
      // Its channel was closed meanwhile, or it could not be set aside: on the next connection the server gives it again.
      await connection.close().catch(() => undefined);
    }
  }
}
