export {
  JOB_QUEUE,
  JOB_STATUSES,
  type Job,
  type JobContext,
  type JobQueue,
  type JobStatus,
  type JobTask,
  type TaskLocation,
} from './job-queue.js';
export { JobLeases } from './job-leases.js';
export { JobWorker, type JobWorkerOptions } from './job-worker.js';
export { JobsModule, jobsSource, JobWorkerModule } from './jobs.module.js';
export { RelationalJobQueue, type JobQueueOptions } from './relational-job-queue.js';
export { waitForJob, type WaitOptions } from './wait-for-job.js';
