import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { RegisteredModelsService } from './registered-models.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class RegisteredModelsController {
  constructor(private readonly models: RegisteredModelsService) {}

  @MlflowEndpoint(mlflow.createRegisteredModel)
  async create(@MlflowRequest(mlflow.createRegisteredModel) request: Request<typeof mlflow.createRegisteredModel>) {
    return { registered_model: await this.models.create(request) };
  }

  @MlflowEndpoint(mlflow.getRegisteredModel)
  async get(@MlflowRequest(mlflow.getRegisteredModel) { name }: Request<typeof mlflow.getRegisteredModel>) {
    return { registered_model: await this.models.get(name) };
  }

  @MlflowEndpoint(mlflow.renameRegisteredModel)
  async rename(@MlflowRequest(mlflow.renameRegisteredModel) request: Request<typeof mlflow.renameRegisteredModel>) {
    return { registered_model: await this.models.rename(request.name, request.new_name) };
  }

  @MlflowEndpoint(mlflow.updateRegisteredModel)
  async update(@MlflowRequest(mlflow.updateRegisteredModel) request: Request<typeof mlflow.updateRegisteredModel>) {
    return { registered_model: await this.models.update(request.name, request.description) };
  }

  @MlflowEndpoint(mlflow.deleteRegisteredModel)
  async delete(@MlflowRequest(mlflow.deleteRegisteredModel) { name }: Request<typeof mlflow.deleteRegisteredModel>) {
    await this.models.delete(name);
    return {};
  }

  @MlflowEndpoint(mlflow.searchRegisteredModels)
  search(@MlflowRequest(mlflow.searchRegisteredModels) request: Request<typeof mlflow.searchRegisteredModels>) {
    return this.models.search(request);
  }

  @MlflowEndpoint(mlflow.getLatestVersions)
  async latestVersions(@MlflowRequest(mlflow.getLatestVersions) request: Request<typeof mlflow.getLatestVersions>) {
    return { model_versions: await this.models.latestVersions(request.name, request.stages) };
  }

  @MlflowEndpoint(mlflow.getLatestVersions, 'GET')
  latestVersionsByQuery(@MlflowRequest(mlflow.getLatestVersions) request: Request<typeof mlflow.getLatestVersions>) {
    return this.latestVersions(request);
  }

  @MlflowEndpoint(mlflow.setRegisteredModelTag)
  async setTag(@MlflowRequest(mlflow.setRegisteredModelTag) request: Request<typeof mlflow.setRegisteredModelTag>) {
    await this.models.setTag(request.name, request.key, request.value);
    return {};
  }

  @MlflowEndpoint(mlflow.deleteRegisteredModelTag)
  async deleteTag(
    @MlflowRequest(mlflow.deleteRegisteredModelTag) request: Request<typeof mlflow.deleteRegisteredModelTag>,
  ) {
    await this.models.deleteTag(request.name, request.key);
    return {};
  }
}
