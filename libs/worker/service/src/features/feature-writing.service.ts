import { Inject, Injectable } from '@nestjs/common';
import type {
  JobView,
  MaterializeFeaturesRequest,
  PushFeaturesRequest,
  PushFeaturesResponse,
} from '@bellwether/contracts';
import {
  appendPushed,
  ensureFeatureRows,
  recordFreshness,
  storedView,
  type StoredView,
} from '@bellwether/feature-engineering';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { JOB_QUEUE, type JobQueue } from '@bellwether/platform/jobs';
import { ONLINE_STORE, type OnlineStore } from '@bellwether/platform/online-store';
import { jobView } from '../jobs/job-view.js';
import { materializedInstants } from './instants.js';
import { putOnline } from './online-rows.js';
import { pushedRows } from './pushed-rows.js';

/** Materialisations that may wait. */
const MAX_WAITING = 100;

/** Fills the feature store: rows that are pushed, and jobs that compute them. */
@Injectable()
export class FeatureWritingService {
  /** Views whose table is there, or being made. */
  private readonly tables = new Map<StoredView, Promise<void>>();

  constructor(
    @Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore,
    @Inject(ONLINE_STORE) private readonly online: OnlineStore,
    @Inject(JOB_QUEUE) private readonly jobs: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Offline first: what is online can be put again from there, and pushing again adds nothing. */
  async push({ view: name, source, rows: pushed }: PushFeaturesRequest): Promise<PushFeaturesResponse> {
    const view = storedView(name, 'view');
    const of = source ?? view.defaultSource;
    const now = this.clock().getTime();
    const rows = pushedRows(view, pushed, now);
    await this.ensureTable(view);
    const appended = await appendPushed(this.analytics, view, rows, {
      source: of,
      now: () => this.clock().getTime(),
    });
    const put: OnlineStore['put'] = (...given) => this.online.put(...given);
    await putOnline(put, view, of, rows, now);
    const newest = rows.reduce((latest, { eventTime }) => Math.max(latest, eventTime), 0);
    await recordFreshness(this.analytics, view, of, newest);
    return appended;
  }

  private ensureTable(view: StoredView): Promise<void> {
    let made = this.tables.get(view);
    if (made === undefined) {
      made = ensureFeatureRows(this.analytics, view);
      this.tables.set(view, made);
      // The next push tries again.
      made.catch(() => this.tables.delete(view));
    }
    return made;
  }

  /** What cannot be done is refused here, before it waits its turn. */
  async materialize(request: MaterializeFeaturesRequest): Promise<JobView> {
    materializedInstants(storedView(request.view, 'view'), request, this.clock().getTime());
    return jobView(await this.jobs.enqueue('materialize-features', request, { maxQueued: MAX_WAITING }));
  }
}
