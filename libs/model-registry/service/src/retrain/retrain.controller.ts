import { Controller } from '@nestjs/common';
import {
  cancelRetrainJob,
  getRetrainJob,
  listRetrainJobs,
  reproduceModelVersion,
  retrainModel,
  type ListRetrainJobsResponse,
  type RequestOf as Request,
  type RetrainJob,
} from '@bellwether/contracts';
import { CallerOf, type Caller } from '@bellwether/platform/callers';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { Audited } from '../audit/actor.interceptor.js';
import { RetrainService } from './retrain.service.js';

@Controller()
@Audited()
export class RetrainController {
  constructor(private readonly trainings: RetrainService) {}

  @Endpoint(retrainModel)
  retrain(
    @RequestOf(retrainModel) request: Request<typeof retrainModel>,
    @CallerOf() caller: Caller,
  ): Promise<RetrainJob> {
    return this.trainings.retrain(request, caller);
  }

  @Endpoint(getRetrainJob)
  get(@RequestOf(getRetrainJob) { job_id }: Request<typeof getRetrainJob>): Promise<RetrainJob> {
    return this.trainings.get(job_id);
  }

  @Endpoint(listRetrainJobs)
  list(@RequestOf(listRetrainJobs) request: Request<typeof listRetrainJobs>): Promise<ListRetrainJobsResponse> {
    return this.trainings.list(request);
  }

  @Endpoint(reproduceModelVersion)
  reproduce(@RequestOf(reproduceModelVersion) request: Request<typeof reproduceModelVersion>): Promise<RetrainJob> {
    return this.trainings.reproduce(request);
  }

  @Endpoint(cancelRetrainJob)
  cancel(@RequestOf(cancelRetrainJob) { job_id }: Request<typeof cancelRetrainJob>): Promise<RetrainJob> {
    return this.trainings.cancel(job_id);
  }
}
