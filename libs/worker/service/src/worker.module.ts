import { Module, type DynamicModule } from '@nestjs/common';
import { JobWorkerModule, type TaskLocation } from '@bellwether/platform/jobs';
import { DataController } from './data/data.controller.js';
import { DataService } from './data/data.service.js';
import { AlertPublisher } from './monitors/alert-publisher.js';
import { MonitorController } from './monitors/monitor.controller.js';
import { MonitorSchedule } from './monitors/monitor-schedule.js';
import { MODELS_FOLDER, MonitorService } from './monitors/monitor.service.js';
import { RetrainOnAlert } from './monitors/retrain-on-alert.js';
import { MonitoringTables } from './predictions/monitoring-tables.js';
import { OutcomeController } from './predictions/outcome.controller.js';
import { OutcomeService } from './predictions/outcome.service.js';
import { PredictionRecorder } from './predictions/prediction-recorder.js';
import { SourcesService } from './sources/sources.service.js';
import { FeatureStoreModule } from './features/feature-store.module.js';
import { JobController } from './jobs/job.controller.js';
import { ScheduleController } from './schedules/schedule.controller.js';
import { ScheduleService } from './schedules/schedule.service.js';

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
      controllers: [DataController, JobController, MonitorController, OutcomeController, ScheduleController],
      providers: [
        { provide: MODELS_FOLDER, useValue: settings['modelsDir'] },
        ...[DataService, SourcesService, ScheduleService],
        ...[MonitoringTables, OutcomeService, PredictionRecorder],
        ...[MonitorService, MonitorSchedule, AlertPublisher, RetrainOnAlert],
      ],
    };
  }
}
