import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { PushReservationsRequest, PushReservationsResponse } from '@bellwether/contracts';
import { LOGGER } from '@bellwether/platform/bootstrap';
import type { Logger } from 'pino';
import { OPEN_BOOKS, type Books, type OpenBooks } from './books.js';
import type { ToldReservation } from './books-messages.js';
import { ReservationRepository, type BooksState, type StoredReservation } from './reservation-repository.js';

/** How often a replica looks for what was pushed to another, in milliseconds. */
const REFRESH_MS = 5_000;
/** Commits of other replicas may become visible a little after their own instant. */
const OVERLAP_MS = 10_000;
/** How soon a memory that was lost is filled again, in milliseconds. */
const RESTART_MS = 1_000;
/** Reservations read from the database at a time. */
const PAGE = 5_000;

/** The reservations that forecasts are made of: durable in the database, in the memory of a thread for outlooks. */
@Injectable()
export class ReservationStore implements OnModuleInit, OnApplicationShutdown {
  readonly books: Books;
  private states = new Map<string, BooksState>();
  private readonly revisions = new Map<string, number>();
  /** Pushes that memory has, of the time that is looked at again. */
  private known = new Map<string, number>();
  private seen = new Date(0);
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: ((source: string) => void)[] = [];

  constructor(
    private readonly repository: ReservationRepository,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(OPEN_BOOKS) openBooks: OpenBooks,
  ) {
    this.books = openBooks(() => this.restart());
  }

  async onModuleInit(): Promise<void> {
    await this.load();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.warn({ err: error }, 'reservations were not refreshed'));
    }, REFRESH_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.books.close();
  }

  /** How far the books of a source go; undefined where nothing was told of it. */
  stateOf(source: string): BooksState | undefined {
    return this.states.get(source);
  }

  /** Grows with every change of a source. */
  revisionOf(source: string): number {
    return this.revisions.get(source) ?? 0;
  }

  /** @param listener told of every change of a source, soon after it. */
  onChange(listener: (source: string) => void): void {
    this.listeners.push(listener);
  }

  /** On disk first: what was accepted is there after a crash. */
  async push(request: PushReservationsRequest): Promise<PushReservationsResponse> {
    const push = await this.repository.save(request);
    const { pushId, pushedAt, source } = push;
    await this.put(request.reservations.map((reservation) => ({ source, push: pushId, reservation })));
    this.known.set(pushId, pushedAt.getTime());
    await this.takeStates();
    this.changed(source);
    return { stored: request.reservations.length, pushed_at: pushedAt.toISOString() };
  }

  /** Takes over what other replicas were told. */
  async refresh(): Promise<void> {
    const pushes = await this.repository.pushesSince(new Date(this.seen.getTime() - OVERLAP_MS));
    const fresh = pushes.filter(({ pushId }) => !this.known.has(pushId));
    for (const { pushId, source } of fresh) {
      await this.put(toldOf(await this.repository.ofPushes([pushId])));
      this.changed(source);
    }
    // After the rows: a retirement that came in between takes away again what was just put.
    if (fresh.length > 0) await this.takeStates();
    const latest = pushes.reduce((last, { pushedAt }) => Math.max(last, pushedAt.getTime()), this.seen.getTime());
    this.seen = new Date(latest);
    this.known = new Map(pushes.map(({ pushId, pushedAt }) => [pushId, pushedAt.getTime()]));
  }

  /** All of the database, into a thread that knows nothing. */
  private async load(): Promise<void> {
    this.books.start();
    const pushes = await this.repository.pushesSince(new Date(0));
    this.known = new Map(pushes.map(({ pushId, pushedAt }) => [pushId, pushedAt.getTime()]));
    this.seen = pushes.at(-1)?.pushedAt ?? new Date(0);
    let page: StoredReservation[] = [];
    do {
      page = await this.repository.page(page.at(-1), PAGE);
      await this.put(toldOf(page));
    } while (page.length === PAGE);
    await this.takeStates();
    for (const source of this.states.keys()) this.changed(source);
  }

  /** After a while: what ended it may end it again. */
  private restart(): void {
    this.logger.error('the memory of the books is lost; they are read again');
    setTimeout(() => {
      this.load().catch((error: unknown) => this.logger.error({ err: error }, 'the books cannot be read'));
    }, RESTART_MS).unref();
  }

  private async put(reservations: readonly ToldReservation[]): Promise<void> {
    if (reservations.length > 0) await this.books.ask({ kind: 'put', reservations });
  }

  private async takeStates(): Promise<void> {
    const before = this.states;
    this.states = new Map((await this.repository.books()).map((state) => [state.source, state]));
    for (const { source, retiredPush } of this.states.values()) {
      if (before.get(source)?.retiredPush === retiredPush || retiredPush === '0') continue;
      await this.books.ask({ kind: 'retire', source, push: retiredPush });
      this.changed(source);
    }
  }

  private changed(source: string): void {
    this.revisions.set(source, this.revisionOf(source) + 1);
    for (const listener of this.listeners) listener(source);
  }
}

function toldOf(rows: readonly StoredReservation[]): ToldReservation[] {
  return rows.map(({ source, push_id, ...reservation }) => ({ source, push: String(push_id), reservation }));
}
