import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { DomainError } from '@bellwether/errors';
import type { EventBusSettings } from '../event-bus-options.js';
import type { NatsNames } from './nats-names.js';

export interface Link {
  readonly connection: NatsConnection;
  readonly js: JetStreamClient;
  readonly jsm: JetStreamManager;
}

/** How long a call waits for the server. */
export const PATIENCE_MS = 2_000;
const RECONNECT_MS = 250;

/** How a client reaches the server that a url names. */
export function natsOptions({
  hostname,
  port,
  username,
  password,
}: URL): Pick<NodeConnectionOptions, 'servers' | 'user' | 'pass'> {
  return {
    servers: `${hostname}:${port || '4222'}`,
    ...(username !== '' && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
  };
}

/** The connection to a NATS server with JetStream, made in the background and again whenever it is lost. */
export class NatsLink {
  private readonly connecting: Promise<NatsConnection>;
  private linking: Promise<Link> | undefined;
  private connection: NatsConnection | undefined;
  private closed = false;

  constructor(
    url: URL,
    private readonly names: NatsNames,
    private readonly settings: EventBusSettings,
  ) {
    this.connecting = connect({
      ...natsOptions(url),
      name: names.stream,
      waitOnFirstConnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      timeout: PATIENCE_MS,
    });
    this.connecting.then(
      (connection) => {
        this.connection = connection;
        if (this.closed) void connection.close();
      },
      () => undefined,
    );
  }

  /** @throws UNAVAILABLE when the server is not there in time. */
  async link(): Promise<Link> {
    if (this.closed) throw new DomainError('UNAVAILABLE', 'the event bus is closed');
    this.linking ??= this.establish().catch((error: unknown) => {
      this.linking = undefined;
      throw error;
    });
    return withinPatience(this.linking);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connection?.close();
  }

  private async establish(): Promise<Link> {
    const connection = await this.connecting;
    const jsm = await jetstreamManager(connection, { timeout: PATIENCE_MS });
    for (const stream of this.names.streams(this.settings)) {
      // One that stands with other limits takes these.
      await jsm.streams.add(stream).catch(() => jsm.streams.update(stream.name, stream));
    }
    return { connection, jsm, js: jetstream(connection, { timeout: PATIENCE_MS }) };
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
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('UNAVAILABLE', 'the event broker (NATS) does not answer', { cause, retryAfterSeconds: 1 });
  } finally {
    clearTimeout(timer);
  }
}
