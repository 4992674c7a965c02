import { Controller } from '@nestjs/common';
import {
  endRollout,
  getRollout,
  startRollout,
  updateRollout,
  type GetRolloutResponse,
  type RequestOf as Request,
  type Rollout,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { Audited } from '../audit/actor.interceptor.js';
import { RolloutsService } from './rollouts.service.js';

@Controller()
@Audited()
export class RolloutsController {
  constructor(private readonly rollouts: RolloutsService) {}

  @Endpoint(startRollout)
  start(@RequestOf(startRollout) request: Request<typeof startRollout>): Promise<Rollout> {
    return this.rollouts.start(request);
  }

  @Endpoint(updateRollout)
  async update(@RequestOf(updateRollout) request: Request<typeof updateRollout>): Promise<Rollout> {
    return this.rollouts.update(request);
  }

  @Endpoint(endRollout)
  end(@RequestOf(endRollout) request: Request<typeof endRollout>): Promise<Rollout> {
    return this.rollouts.end(request);
  }

  @Endpoint(getRollout)
  get(@RequestOf(getRollout) request: Request<typeof getRollout>): Promise<GetRolloutResponse> {
    return this.rollouts.get(request);
  }
}
