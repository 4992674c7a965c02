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
import { PromotionService } from '../promotion/promotion.service.js';
import { RolloutWatch } from '../rollout/rollout-watch.js';
import { ModelInfoService } from './model-info.service.js';
import { ServingReportsService } from './serving-reports.service.js';

@Controller()
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
    return this.promotion.promote(request.model_name, request.version);
  }

  @Endpoint(rollbackModel)
  rollback(@RequestOf(rollbackModel) { model_name }: Request<typeof rollbackModel>): Promise<PromoteModelResponse> {
    return this.promotion.rollback(model_name);
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
