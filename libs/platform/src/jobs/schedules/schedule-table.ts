/** A schedule as an adapter keeps it. */
export interface ScheduleRecord {
  readonly name: string;
  readonly kind: string;
  readonly payloadJson: string;
  readonly cron: string;
  readonly timeZone: string;
  /** Null while paused. */
  readonly nextAt: Date | null;
  readonly lastJobId: string | null;
}

/** A schedule whose time has come, held by one worker. */
export interface DueSchedule {
  readonly record: ScheduleRecord & { readonly nextAt: Date };
  /** Token without which its tick cannot be ended. */
  readonly claim: string;
}

/** What a schedule is to be after a tick. */
export interface TickEnd {
  readonly nextAt: Date;
  readonly lastJobId: string | null;
}

/** Where an adapter of the jobs port keeps schedules. All instants are the caller's. */
export interface ScheduleTable {
  /**
   * Puts or replaces by name, and ends any claim. The last job stays, and so does the due instant where expression and
   * zone are as before and neither is paused.
   *
   * @returns what is kept now, or null when there are `most` others.
   */
  put(record: Omit<ScheduleRecord, 'lastJobId'>, most: number): Promise<ScheduleRecord | null>;
  /** By name. */
  all(): Promise<ScheduleRecord[]>;
  /** @returns whether there was one. */
  remove(name: string): Promise<boolean>;
  /** Takes those due at `now` for a while; callers at the same time get different ones. */
  claimDue(now: Date, claimMs: number): Promise<DueSchedule[]>;
  /** Ends a tick; does nothing when the schedule was replaced, removed or claimed by another since. */
  advance(due: DueSchedule, end: TickEnd): Promise<void>;
}
