import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { DomainError } from '@bellwether/errors';
import { pause } from '../attempt.js';
import type { RabbitNames } from './rabbit-names.js';

/** How long a call waits for the server. */
export const PATIENCE_MS = 2_000;
const RECONNECT_MS = 500;
const HEARTBEAT_SECONDS = 5;

/** What is done anew on every connection, such as consuming. */
export type OnConnected = (connection: ChannelModel) => Promise<void>;

/** The connection to a RabbitMQ server, made in the background and again whenever it is lost. */
export class RabbitLink {
  private readonly stop = new AbortController();
  private readonly resumed = new Set<OnConnected>();
  private connection: ChannelModel | undefined;
  private channel: ConfirmChannel | undefined;
  private wake: () => void = () => {};
  private readonly running: Promise<void>;

  constructor(
    private readonly url: URL,
    private readonly names: RabbitNames,
    private readonly maxDeadBytes: number,
    private readonly onError: (error: unknown) => void,
  ) {
    this.running = this.run();
  }

  /** The channel whose publications are confirmed. @throws UNAVAILABLE when the server is not there in time. */
  async confirming(): Promise<ConfirmChannel> {
    const deadline = performance.now() + PATIENCE_MS;
    while (this.channel === undefined) {
      if (this.stop.signal.aborted) throw new DomainError('UNAVAILABLE', 'the event bus is closed');
      if (performance.now() > deadline) throw unavailable(undefined);
      await pause(20, this.stop.signal);
    }
    return this.channel;
  }

  /** Does it on this connection, if there is one, and on every later one. @returns how to end that. */
  async onEach(connected: OnConnected): Promise<() => void> {
    await this.confirming().catch(this.onError);
    this.resumed.add(connected);
    if (this.connection !== undefined) await connected(this.connection).catch(this.onError);
    return () => this.resumed.delete(connected);
  }

  async ping(): Promise<void> {
    const channel = await this.confirming();
    await withinPatience(channel.checkExchange(this.names.exchange));
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.wake();
    await this.connection?.close().catch(() => undefined);
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        const lost = await this.connect();
        await lost;
      } catch (error) {
        this.onError(error);
      }
      this.connection = undefined;
      this.channel = undefined;
      await pause(RECONNECT_MS, this.stop.signal);
    }
  }

  /** @returns a promise of the connection's end. */
  private async connect(): Promise<Promise<void>> {
    const { connect } = await import('amqplib');
    const server = new URL(this.url);
    server.search = `?heartbeat=${HEARTBEAT_SECONDS}`;
    const connection = await connect(server.href, { timeout: PATIENCE_MS });
    const lost = new Promise<void>((resolve) => {
      this.wake = resolve;
      connection.on('close', () => resolve());
    });
    // A connection that fails is closed, and made again.
    connection.on('error', this.onError);
    const channel = await connection.createConfirmChannel();
    channel.on('error', this.onError);
    channel.on('close', () => void connection.close().catch(() => undefined));
    await channel.assertExchange(this.names.exchange, 'topic', { durable: true });
    await channel.assertQueue(this.names.dead, {
      durable: true,
      arguments: { 'x-max-length-bytes': this.maxDeadBytes, 'x-overflow': 'drop-head' },
    });
    this.connection = connection;
    for (const connected of this.resumed) await connected(connection);
    this.channel = channel;
    return lost;
  }
}

export async function withinPatience<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    throw cause instanceof DomainError ? cause : unavailable(cause);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(cause: unknown): DomainError {
  return new DomainError('UNAVAILABLE', 'the event broker (RabbitMQ) does not answer', { cause, retryAfterSeconds: 1 });
}
