import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ImportDatasetRequest,
  JobView,
  PublishFeaturesRequest,
  PublishReservationsRequest,
  PublishSegmentsRequest,
  PublishStockRequest,
  SimulateGrocerRequest,
  SimulateHotelRequest,
  SimulateRentalsRequest,
  SimulateShopRequest,
} from '@bellwether/contracts';
import { JOB_QUEUE, type Job, type JobQueue } from '@bellwether/platform/jobs';
import { jobView } from '../jobs/job-view.js';
import { requireImporter } from './require-importer.js';

/** Jobs of one kind that may wait: each is minutes of work, and whoever asks for more is not served by waiting longer. */
const MAX_WAITING = 20;

/** Accepts the long work that fills the analytics store and the online features. */
@Injectable()
export class DataService {
  constructor(@Inject(JOB_QUEUE) private readonly jobs: JobQueue) {}

  async importDataset(request: ImportDatasetRequest): Promise<JobView> {
    requireImporter(request.dataset);
    return jobView(await this.jobs.enqueue('import', request, { maxQueued: MAX_WAITING }));
  }

  /** A hotel that stands with details of more days is one that stands. */
  simulateHotel(request: SimulateHotelRequest): Promise<JobView> {
    return this.simulate('simulate-hotel', request, ({ detail_days, ...built }) => ({
      ...built,
      detail_days: Math.min(Number(detail_days), request.detail_days),
    }));
  }

  simulateShop(request: SimulateShopRequest): Promise<JobView> {
    return this.simulate('simulate-shop', request);
  }

  simulateRentals(request: SimulateRentalsRequest): Promise<JobView> {
    return this.simulate('simulate-rentals', request);
  }

  simulateGrocer(request: SimulateGrocerRequest): Promise<JobView> {
    return this.simulate('simulate-grocer', request);
  }

  async publishFeatures(request: PublishFeaturesRequest): Promise<JobView> {
    return jobView(await this.jobs.enqueue('publish-features', request, { maxQueued: MAX_WAITING }));
  }

  async publishReservations(request: PublishReservationsRequest): Promise<JobView> {
    return jobView(await this.jobs.enqueue('publish-reservations', request, { maxQueued: MAX_WAITING }));
  }

  async publishStock(request: PublishStockRequest): Promise<JobView> {
    return jobView(await this.jobs.enqueue('publish-stock', request, { maxQueued: MAX_WAITING }));
  }

  async publishSegments(request: PublishSegmentsRequest): Promise<JobView> {
    return jobView(await this.jobs.enqueue('publish-segments', request, { maxQueued: MAX_WAITING }));
  }

  /** @param servesAs the request that a world which was asked for may be taken for. */
  private async simulate(
    kind: string,
    request: object,
    servesAs = (built: Readonly<Record<string, unknown>>): object => built,
  ): Promise<JobView> {
    const standing = await this.standing(kind);
    if (standing && isDeepStrictEqual(servesAs(standing.payload as Record<string, unknown>), request)) {
      return jobView(standing);
    }
    return jobView(await this.jobs.enqueue(kind, request, { maxQueued: MAX_WAITING }));
  }

  /** The newest job of a kind where it did not fail: the same world is not built twice. */
  private async standing(kind: string): Promise<Job | undefined> {
    const [newest] = await this.jobs.list({ kind, limit: 1 });
    if (newest === undefined || newest.status === 'failed' || newest.status === 'cancelled') return undefined;
    return newest;
  }
}
