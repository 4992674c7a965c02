import { Controller } from '@nestjs/common';
import {
  getModelInfo,
  listModels,
  listPromotions,
  promoteModel,
  reportServing,
  rollbackModel,
  type GetModelInfoResponse,
  type ListModelsResponse,
  type ListPromotionsRequest,
  type ListPromotionsResponse,
  type PromoteModelResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { Audited } from '../audit/actor.interceptor.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { RolloutWatch } from '../rollout/rollout-watch.js';
import { ModelInfoService } from './model-info.service.js';
import { ServingReportsService } from './serving-reports.service.js';

@Controller()
@Audited()
export class ModelsController {
  constructor(
    private readonly models: ModelInfoService,
    private readonly promotion: PromotionService,
    private readonly reports: ServingReportsService,
    private readonly rollouts: RolloutWatch,
  ) {}

  @Endpoint(getModelInfo)
  info(@RequestOf(getModelInfo) { model_name }: Request<typeof getModelInfo>): Promise<GetModelInfoResponse> {
    return this.models.info(model_name);
  }

  @Endpoint(listModels)
  list(): Promise<ListModelsResponse> {
    return this.models.list();
  }

  @Endpoint(promoteModel)
  promote(@RequestOf(promoteModel) request: Request<typeof promoteModel>): Promise<PromoteModelResponse> {
    return this.promotion.promote(request);
  }

  @Endpoint(rollbackModel)
  rollback(@RequestOf(rollbackModel) request: Request<typeof rollbackModel>): Promise<PromoteModelResponse> {
    return this.promotion.rollback(request);
  }

  @Endpoint(listPromotions)
  promotions(@RequestOf(listPromotions) request: ListPromotionsRequest): Promise<ListPromotionsResponse> {
    return this.promotion.history(request);
  }

  @Endpoint(reportServing)
  async report(@RequestOf(reportServing) request: Request<typeof reportServing>): Promise<object> {
    await this.reports.report(request);
    await this.rollouts.reported(request);
    return {};
  }
}
