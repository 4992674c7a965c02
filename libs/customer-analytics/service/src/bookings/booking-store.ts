import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { PushBookingsRequest, PushBookingsResponse } from '@bellwether/contracts';
import { OnlineBookings } from '@bellwether/feature-engineering';
import { LOGGER } from '@bellwether/platform/bootstrap';
import type { Logger } from 'pino';
import { BookingRepository } from './booking-repository.js';

/** How often a replica looks for what was pushed to another, in milliseconds. */
const REFRESH_MS = 5_000;

/** Commits of other replicas may become visible a little after their own instant. */
const OVERLAP_MS = 10_000;

/** The open bookings that predictions are asked of: durable in the database, in memory for look-ups. */
@Injectable()
export class BookingStore implements OnModuleInit, OnApplicationShutdown {
  readonly online = new OnlineBookings();
  private seen = new Date(0);
  /** The retirement of each source that memory has followed last, as read from the database. */
  private readonly retired = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: BookingRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.warn({ err: error }, 'open bookings were not refreshed'));
    }, REFRESH_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** On disk first: what was accepted is there after a crash. */
  async push({ bookings, states, retire }: PushBookingsRequest): Promise<PushBookingsResponse> {
    const pushedAt = await this.repository.save(bookings, states);
    this.online.putBookings(bookings, seconds(pushedAt));
    this.online.putStates(states, seconds(pushedAt));
    if (retire !== undefined) {
      const before = new Date(retire.pushed_before);
      await this.repository.retire(retire.source, before);
      this.online.retire(retire.source, seconds(before));
    }
    return { bookings: bookings.length, states: states.length, pushed_at: pushedAt.toISOString() };
  }

  /**
   * Takes over what other replicas were told and told to forget.
   *
   * Retirements are read after the rows: one that comes in between takes away again what was just put.
   */
  async refresh(): Promise<void> {
    const pushes = await this.repository.pushedSince(new Date(this.seen.getTime() - OVERLAP_MS));
    const retirements = await this.repository.retirements();
    for (const { pushedAt, bookings, states } of pushes) {
      this.online.putBookings(bookings, seconds(pushedAt));
      this.online.putStates(states, seconds(pushedAt));
      if (pushedAt > this.seen) this.seen = pushedAt;
    }
    for (const { source, pushedBefore } of retirements) {
      if (this.retired.get(source) === pushedBefore.getTime()) continue;
      this.online.retire(source, seconds(pushedBefore));
      this.retired.set(source, pushedBefore.getTime());
    }
  }
}

const seconds = (instant: Date): number => instant.getTime() / 1_000;
