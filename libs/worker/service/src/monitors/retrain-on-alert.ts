import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ALERT_RAISED, RetrainModelRequest, type Alert } from '@bellwether/contracts';
import { EVENT_BUS, type EventBus, type Subscription } from '@bellwether/platform/events';
import { JOB_QUEUE, type JobQueue } from '@bellwether/platform/jobs';

/**
 * Orders the trainings that alerts ask for. The job's id is of the model and the day: an alert that comes twice, and the
 * alerts of several monitors about one illness, order one training.
 */
@Injectable()
export class RetrainOnAlert implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private subscription: Subscription | undefined;

  constructor(
    @Inject(EVENT_BUS) private readonly events: EventBus,
    @Inject(JOB_QUEUE) private readonly jobs: JobQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = await this.events.subscribe<Alert>(ALERT_RAISED, 'retrain-on-alert', async ({ data }) => {
      if (!data.retrain) return;
      const request = RetrainModelRequest.parse({ model_name: data.model });
      await this.jobs.enqueue('retrain', request, { id: `retrain-${data.model}-${data.raised_at.slice(0, 10)}` });
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.subscription?.close();
  }
}
