import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { LOGGER } from '@bellwether/platform/bootstrap';
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';

/** How far apart two sweeps of one process are, in milliseconds; drawn, so that replicas do not sweep together. */
const LEAST_MS = 3_600_000;
const MOST_MS = 3 * LEAST_MS;

/** Frees, now and then, what crashes and deletions left in the artifact store; harmless beside any other call. */
@Injectable()
export class ArtifactSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    @Inject(ARTIFACT_STORE) private readonly artifacts: ArtifactStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.plan();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.sweeping;
  }

  /** Never fails: what could not be freed is tried again next time. */
  async sweep(): Promise<void> {
    try {
      const collected = await this.artifacts.collect();
      if (collected.blobs + collected.uploads > 0) this.logger.info({ collected }, 'artifact store swept');
    } catch (error) {
      this.logger.warn({ err: error }, 'the artifact store was not swept');
    }
  }

  private plan(): void {
    this.timer = setTimeout(
      () => {
        this.sweeping = this.sweep().finally(() => {
          this.sweeping = undefined;
          this.plan();
        });
      },
      randomInt(LEAST_MS, MOST_MS),
    );
    this.timer.unref();
  }
}
