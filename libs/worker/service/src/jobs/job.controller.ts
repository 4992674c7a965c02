import { Controller, Inject } from '@nestjs/common';
import {
  cancelJob,
  getJob,
  listJobs,
  type JobView,
  type ListJobsResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { JOB_QUEUE, type JobQueue } from '@bellwether/platform/jobs';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { jobView } from './job-view.js';

@Controller()
export class JobController {
  constructor(@Inject(JOB_QUEUE) private readonly jobs: JobQueue) {}

  @Endpoint(listJobs)
  async list(@RequestOf(listJobs) filter: Request<typeof listJobs>): Promise<ListJobsResponse> {
    return { jobs: (await this.jobs.list(filter)).map(jobView) };
  }

  @Endpoint(getJob)
  async get(@RequestOf(getJob) { job_id }: Request<typeof getJob>): Promise<JobView> {
    return jobView(await this.jobs.get(job_id));
  }

  @Endpoint(cancelJob)
  async cancel(@RequestOf(cancelJob) { job_id }: Request<typeof cancelJob>): Promise<JobView> {
    return jobView(await this.jobs.cancel(job_id));
  }
}
