import pg, { type ConnectCallback, type PoolClient, type PoolOptions, type Release } from 'pg';
import { DomainError } from '@bellwether/errors';

export interface BoundedPoolOptions extends PoolOptions {
  /** How many may wait for a connection at once; the next is refused. */
  readonly maxWaiting: number;
}

/**
 * A node-postgres pool that refuses work rather than queue without bound, and that takes back no connection with a
 * transaction still open.
 *
 * Its connect fails with RESOURCE_EXHAUSTED when too many wait already, or when none came free in time.
 */
export class BoundedPool extends pg.Pool {
  private readonly limits: BoundedPoolOptions;

  constructor(options: BoundedPoolOptions) {
    super(options);
    this.limits = options;
  }

  override connect(callback: ConnectCallback): void {
    if (this.waitingCount >= this.limits.maxWaiting) {
      const message = `the database is busy: ${this.waitingCount} already wait for a connection, at most ${this.limits.maxWaiting} may`;
      callback(new DomainError('RESOURCE_EXHAUSTED', message, { retryAfterSeconds: 1 }), undefined, () => {});
      return;
    }
    super.connect((error, client, release) => {
      if (client) callback(undefined, client, releasingCleanly(client, release));
      else callback(this.named(error), undefined, release);
    });
  }

  private named(error: Error | undefined): Error | undefined {
    if (error?.message !== 'timeout exceeded when trying to connect') return error;
    return new DomainError(
      'RESOURCE_EXHAUSTED',
      `no database connection came free within ${this.limits.connectionTimeoutMillis} ms ` +
        '(inside a transaction, use the manager it gives: other access waits for another connection)',
      { cause: error, retryAfterSeconds: 1 },
    );
  }
}

/** Rolls back what the borrower left open before the connection goes back. */
function releasingCleanly(client: PoolClient, release: Release): Release {
  return (error) => {
    if (error || client.getTransactionStatus() === 'I') release(error);
    else
      client.query('ROLLBACK').then(
        () => release(),
        () => release(true),
      );
  };
}
