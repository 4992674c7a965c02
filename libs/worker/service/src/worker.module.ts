import { Module, type DynamicModule } from '@nestjs/common';
import { JobWorkerModule, type TaskLocation } from '@bellwether/platform/jobs';
import { DataController } from './data/data.controller.js';
import { DataService } from './data/data.service.js';
import { FeatureStoreModule } from './features/feature-store.module.js';
import { JobController } from './jobs/job.controller.js';

export interface WorkerOptions {
  /** Every kind of job that this worker runs. */
  readonly tasks: Readonly<Record<string, TaskLocation>>;
  readonly concurrency: number;
  /** What tasks are told of their surroundings, such as the URL of the registry. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Runs the long work, and takes orders for the part of it that is about data. */
@Module({})
export class WorkerModule {
  static forRoot({ tasks, concurrency, settings }: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [JobWorkerModule.forRoot({ tasks, concurrency, settings }), FeatureStoreModule],
      controllers: [DataController, JobController],
      providers: [DataService],
    };
  }
}
