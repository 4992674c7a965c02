import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { ModelVersionsService } from './model-versions.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class ModelVersionsController {
  constructor(private readonly versions: ModelVersionsService) {}

  @MlflowEndpoint(mlflow.createModelVersion)
  async create(@MlflowRequest(mlflow.createModelVersion) request: Request<typeof mlflow.createModelVersion>) {
    return { model_version: await this.versions.create(request) };
  }

  @MlflowEndpoint(mlflow.getModelVersion)
  async get(@MlflowRequest(mlflow.getModelVersion) { name, version }: Request<typeof mlflow.getModelVersion>) {
    return { model_version: await this.versions.get(name, version) };
  }

  @MlflowEndpoint(mlflow.updateModelVersion)
  async update(@MlflowRequest(mlflow.updateModelVersion) request: Request<typeof mlflow.updateModelVersion>) {
    return { model_version: await this.versions.update(request.name, request.version, request.description) };
  }

  @MlflowEndpoint(mlflow.deleteModelVersion)
  async delete(@MlflowRequest(mlflow.deleteModelVersion) { name, version }: Request<typeof mlflow.deleteModelVersion>) {
    await this.versions.delete(name, version);
    return {};
  }

  @MlflowEndpoint(mlflow.searchModelVersions)
  search(@MlflowRequest(mlflow.searchModelVersions) request: Request<typeof mlflow.searchModelVersions>) {
    return this.versions.search(request);
  }

  @MlflowEndpoint(mlflow.getModelVersionDownloadUri)
  async downloadUri(
    @MlflowRequest(mlflow.getModelVersionDownloadUri)
    { name, version }: Request<typeof mlflow.getModelVersionDownloadUri>,
  ) {
    return { artifact_uri: await this.versions.downloadUri(name, version) };
  }

  @MlflowEndpoint(mlflow.setModelVersionTag)
  async setTag(@MlflowRequest(mlflow.setModelVersionTag) request: Request<typeof mlflow.setModelVersionTag>) {
    await this.versions.setTag(request.name, request.version, request.key, request.value);
    return {};
  }

  @MlflowEndpoint(mlflow.deleteModelVersionTag)
  async deleteTag(@MlflowRequest(mlflow.deleteModelVersionTag) request: Request<typeof mlflow.deleteModelVersionTag>) {
    await this.versions.deleteTag(request.name, request.version, request.key);
    return {};
  }

  @MlflowEndpoint(mlflow.transitionModelVersionStage)
  async transition(
    @MlflowRequest(mlflow.transitionModelVersionStage) request: Request<typeof mlflow.transitionModelVersionStage>,
  ) {
    return { model_version: await this.versions.transition(request) };
  }
}
