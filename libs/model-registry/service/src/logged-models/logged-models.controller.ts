import { Get, Header, HttpCode, StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { LoggedModelSearchService } from './logged-model-search.service.js';
import { LoggedModelsService } from './logged-models.service.js';
import { ModelArtifactsService } from './model-artifacts.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class LoggedModelsController {
  constructor(
    private readonly models: LoggedModelsService,
    private readonly finder: LoggedModelSearchService,
    private readonly artifacts: ModelArtifactsService,
  ) {}

  @MlflowEndpoint(mlflow.createLoggedModel)
  async create(@MlflowRequest(mlflow.createLoggedModel) request: Request<typeof mlflow.createLoggedModel>) {
    return { model: await this.models.create(request) };
  }

  @MlflowEndpoint(mlflow.searchLoggedModels)
  search(@MlflowRequest(mlflow.searchLoggedModels) request: Request<typeof mlflow.searchLoggedModels>) {
    return this.finder.search(request);
  }

  @MlflowEndpoint(mlflow.getLoggedModel)
  async get(@MlflowRequest(mlflow.getLoggedModel) request: Request<typeof mlflow.getLoggedModel>) {
    return { model: await this.models.get(request.model_id, request.allow_deleted ?? false) };
  }

  @MlflowEndpoint(mlflow.finalizeLoggedModel)
  async finalize(@MlflowRequest(mlflow.finalizeLoggedModel) request: Request<typeof mlflow.finalizeLoggedModel>) {
    return { model: await this.models.finalize(request.model_id, request.status) };
  }

  @MlflowEndpoint(mlflow.deleteLoggedModel)
  async delete(@MlflowRequest(mlflow.deleteLoggedModel) { model_id }: Request<typeof mlflow.deleteLoggedModel>) {
    await this.models.delete(model_id);
    return {};
  }

  @MlflowEndpoint(mlflow.logLoggedModelParams)
  async logParams(@MlflowRequest(mlflow.logLoggedModelParams) request: Request<typeof mlflow.logLoggedModelParams>) {
    await this.models.logParams(request.model_id, request.params);
    return {};
  }

  @MlflowEndpoint(mlflow.setLoggedModelTags)
  async setTags(@MlflowRequest(mlflow.setLoggedModelTags) request: Request<typeof mlflow.setLoggedModelTags>) {
    await this.models.setTags(request.model_id, request.tags);
    return {};
  }

  @MlflowEndpoint(mlflow.deleteLoggedModelTag)
  async deleteTag(@MlflowRequest(mlflow.deleteLoggedModelTag) request: Request<typeof mlflow.deleteLoggedModelTag>) {
    await this.models.deleteTag(request.model_id, request.tag_key);
    return {};
  }

  @MlflowEndpoint(mlflow.listLoggedModelArtifacts)
  listArtifacts(
    @MlflowRequest(mlflow.listLoggedModelArtifacts) request: Request<typeof mlflow.listLoggedModelArtifacts>,
  ) {
    return this.artifacts.list(request.model_id, request.artifact_directory_path);
  }

  /** What the protocol's own pages show a file by. Whatever it holds, a browser must not take it for a page of this server. */
  @Get(mlflow.getLoggedModelArtifact.path)
  @RouteConfig({ access: mlflow.getLoggedModelArtifact.access, domain: 'model-registry', load: 'waits' })
  @HttpCode(200)
  @Header('x-content-type-options', 'nosniff')
  async getArtifact(
    @MlflowRequest(mlflow.getLoggedModelArtifact) request: Request<typeof mlflow.getLoggedModelArtifact>,
  ): Promise<StreamableFile> {
    const content = await this.artifacts.open(request.model_id, request.artifact_file_path);
    return new StreamableFile(content, { type: 'application/octet-stream', disposition: 'attachment' });
  }
}
