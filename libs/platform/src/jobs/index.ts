export {
  JOB_QUEUE,
  JOB_STATUSES,
  type EnqueueOptions,
  type FanOut,
  type Job,
  type JobContext,
  type JobFilter,
  type JobQueue,
  type JobStatus,
  type JobTask,
  type RetryPolicy,
  type TaskLocation,
} from './job-queue.js';
export {
  JOB_SCHEDULES,
  type JobSchedule,
  type JobSchedules,
  type NewSchedule,
  type ScheduleTicks,
  type Tick,
} from './job-schedules.js';
export type { Claim, ClaimedJob, JobLeases, JobOutcome, RecoveredJob, Retention } from './job-leases.js';
export { JOB_STORE, type JobChanges, type JobCounts, type JobStore } from './job-store.js';
export { JobWorker, type JobWorkerOptions } from './job-worker.js';
export { JobsModule, JobWorkerModule } from './jobs.module.js';
export { openJobStore } from './open-job-store.js';
export { RelationalJobQueue, type JobQueueOptions } from './relational/relational-job-queue.js';
export { jobsSource } from './relational/relational-job-store.js';
export { duePayload } from './schedules/due-payload.js';
export { waitForJob, type WaitOptions } from './wait-for-job.js';
export { CUSTOMER_ANALYTICS_APP, FORECASTING_APP, openServing, type Serving } from './open-serving.js';
export { outgoing, type Outgoing } from './outgoing.js';
export { requireSetting } from './require-setting.js';
