import { mlflow } from '@bellwether/contracts';
import { everyItem } from './paged.js';
import type { CallOptions, MlflowTransport } from './transport.js';

type Input<Call extends mlflow.MlflowCall> = mlflow.MlflowRequestInput<Call>;
type Pair = { readonly key: string; readonly value: string };

/** Models as MLflow 3 logs them: each has a folder of its own, `info.artifact_uri`, which `artifacts` takes. */
export class LoggedModelCalls {
  constructor(private readonly transport: MlflowTransport) {}

  /** Makes a model that is pending until it is finalized. */
  async create(request: Input<typeof mlflow.createLoggedModel>, options?: CallOptions): Promise<mlflow.LoggedModel> {
    return (await this.transport.call(mlflow.createLoggedModel, request, options)).model;
  }

  /** @throws NOT_FOUND, also for one that was deleted. */
  async get(modelId: string, options?: CallOptions): Promise<mlflow.LoggedModel> {
    return (await this.transport.call(mlflow.getLoggedModel, { model_id: modelId }, options)).model;
  }

  /** Says that the files are there, or that their upload failed. */
  async finalize(
    modelId: string,
    status: 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED',
    options?: CallOptions,
  ): Promise<mlflow.LoggedModel> {
    return (await this.transport.call(mlflow.finalizeLoggedModel, { model_id: modelId, status }, options)).model;
  }

  async delete(modelId: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteLoggedModel, { model_id: modelId }, options);
  }

  search(
    request: Input<typeof mlflow.searchLoggedModels>,
    options?: CallOptions,
  ): Promise<mlflow.MlflowResponse<typeof mlflow.searchLoggedModels>> {
    return this.transport.call(mlflow.searchLoggedModels, request, options);
  }

  searchAll(
    request: Omit<Input<typeof mlflow.searchLoggedModels>, 'page_token'>,
    options?: CallOptions,
  ): AsyncGenerator<mlflow.LoggedModel, void, void> {
    return everyItem(
      (page_token) => this.search({ ...request, page_token }, options),
      (page) => page.models,
    );
  }

  /** Adds parameters, which never change; the same value again is no change. */
  async logParams(modelId: string, params: readonly Pair[], options?: CallOptions): Promise<void> {
    const request = { model_id: modelId, params: [...params] };
    await this.transport.call(mlflow.logLoggedModelParams, request, options);
  }

  async setTags(modelId: string, tags: readonly Pair[], options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.setLoggedModelTags, { model_id: modelId, tags: [...tags] }, options);
  }

  async deleteTag(modelId: string, key: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteLoggedModelTag, { model_id: modelId, tag_key: key }, options);
  }

  /** What stands directly in a folder of the model; paths are relative to the model. */
  async listArtifacts(modelId: string, folder?: string, options?: CallOptions): Promise<mlflow.FileInfo[]> {
    const request = { model_id: modelId, artifact_directory_path: folder };
    return (await this.transport.call(mlflow.listLoggedModelArtifacts, request, options)).files;
  }
}
