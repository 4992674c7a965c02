import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { PromotionService } from '../promotion/promotion.service.js';
import { ModelVersionsService } from './model-versions.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class AliasesController {
  constructor(
    private readonly promotion: PromotionService,
    private readonly versions: ModelVersionsService,
  ) {}

  @MlflowEndpoint(mlflow.setRegisteredModelAlias)
  async set(@MlflowRequest(mlflow.setRegisteredModelAlias) request: Request<typeof mlflow.setRegisteredModelAlias>) {
    await this.promotion.setAlias(request.name, request.alias, request.version);
    return {};
  }

  @MlflowEndpoint(mlflow.getModelVersionByAlias)
  async get(@MlflowRequest(mlflow.getModelVersionByAlias) request: Request<typeof mlflow.getModelVersionByAlias>) {
    return { model_version: await this.versions.byAlias(request.name, request.alias) };
  }

  @MlflowEndpoint(mlflow.deleteRegisteredModelAlias)
  async delete(
    @MlflowRequest(mlflow.deleteRegisteredModelAlias) request: Request<typeof mlflow.deleteRegisteredModelAlias>,
  ) {
    await this.promotion.deleteAlias(request.name, request.alias);
    return {};
  }
}
