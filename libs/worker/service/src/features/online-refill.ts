import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { newestRows, newestStoredRows, STORED_VIEWS, storedView } from '@bellwether/feature-engineering';
import { ANALYTICS_STORE, type AnalyticsStore } from '@bellwether/platform/analytics';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { MemoryOnlineStore, ONLINE_STORE, type OnlineStore } from '@bellwether/platform/online-store';
import { keptSince, putOnline } from './online-rows.js';

/**
 * An online store in memory begins empty with each process: it is filled again from the offline store, beside the start,
 * with the newest row of each entity. On a server the rows are still there.
 */
@Injectable()
export class OnlineRefill implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OnlineRefill.name);
  private filling: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    @Inject(ANALYTICS_STORE) private readonly analytics: AnalyticsStore,
    @Inject(ONLINE_STORE) private readonly online: OnlineStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (!(this.online instanceof MemoryOnlineStore)) return;
    this.filling = this.fill().catch((error: unknown) => {
      this.logger.warn(`features are not online again, until they are computed anew: ${String(error)}`);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.filling;
  }

  private async fill(): Promise<void> {
    for (const { view: name, source } of await newestRows(this.analytics)) {
      // A view may be gone whose rows are still there.
      if (Object.hasOwn(STORED_VIEWS, name)) await this.fillView(name, source);
    }
  }

  private async fillView(name: string, source: string): Promise<void> {
    const view = storedView(name, 'view');
    const now = this.clock().getTime();
    const put: OnlineStore['put'] = (...given) => this.online.put(...given);
    for await (const rows of newestStoredRows(this.analytics, view, { source, since: keptSince(view, now) })) {
      if (this.stopping) return;
      await putOnline(put, view, source, rows, now);
    }
  }
}
