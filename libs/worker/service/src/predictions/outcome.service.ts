import { Inject, Injectable } from '@nestjs/common';
import {
  OUTCOMES_RECORDED,
  type CollectOutcomesRequest,
  type GetPredictionResponse,
  type JobView,
  type OutcomesRecorded,
  type RecordOutcomesRequest,
  type RecordOutcomesResponse,
} from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { findPrediction } from '@bellwether/feature-engineering';
import { EVENT_BUS, type EventBus } from '@bellwether/platform/events';
import { JOB_QUEUE, type JobQueue } from '@bellwether/platform/jobs';
import { jobView } from '../jobs/job-view.js';
import { MonitoringTables } from './monitoring-tables.js';

const MAX_WAITING = 20;
/** Well below the limit of an event, however long the ids. */
const OUTCOMES_AN_EVENT = 1_000;

/** Takes the word of what came of predictions. */
@Injectable()
export class OutcomeService {
  constructor(
    @Inject(EVENT_BUS) private readonly events: EventBus,
    @Inject(JOB_QUEUE) private readonly jobs: JobQueue,
    private readonly tables: MonitoringTables,
  ) {}

  /** Accepted is what the bus has: the store may be away. */
  async record({ outcomes }: RecordOutcomesRequest): Promise<RecordOutcomesResponse> {
    // In the end all or a refusal: one told twice, because the caller repeats it, is told once.
    for (let from = 0; from < outcomes.length; from += OUTCOMES_AN_EVENT) {
      const part = outcomes.slice(from, from + OUTCOMES_AN_EVENT);
      await this.events.publish<OutcomesRecorded>(OUTCOMES_RECORDED, { outcomes: part });
    }
    return { accepted: outcomes.length };
  }

  /** @throws NOT_FOUND for one that is not logged, or not yet. */
  async get(predictionId: string): Promise<GetPredictionResponse> {
    const found = await findPrediction(await this.tables.store(), predictionId);
    if (found === undefined) throw new DomainError('NOT_FOUND', `no prediction '${predictionId}' is logged`);
    return found;
  }

  async collect(request: CollectOutcomesRequest): Promise<JobView> {
    return jobView(await this.jobs.enqueue('collect-outcomes', request, { maxQueued: MAX_WAITING }));
  }
}
