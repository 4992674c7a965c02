import { mlflow } from '@bellwether/contracts';
import { everyItem } from './paged.js';
import type { CallOptions, MlflowTransport } from './transport.js';

type Input<Call extends mlflow.MlflowCall> = mlflow.MlflowRequestInput<Call>;

export class ModelVersionCalls {
  constructor(private readonly transport: MlflowTransport) {}

  async create(request: Input<typeof mlflow.createModelVersion>, options?: CallOptions): Promise<mlflow.ModelVersion> {
    return (await this.transport.call(mlflow.createModelVersion, request, options)).model_version;
  }

  async get(name: string, version: string, options?: CallOptions): Promise<mlflow.ModelVersion> {
    return (await this.transport.call(mlflow.getModelVersion, { name, version }, options)).model_version;
  }

  async update(
    name: string,
    version: string,
    description: string,
    options?: CallOptions,
  ): Promise<mlflow.ModelVersion> {
    const request = { name, version, description };
    return (await this.transport.call(mlflow.updateModelVersion, request, options)).model_version;
  }

  async delete(name: string, version: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteModelVersion, { name, version }, options);
  }

  search(
    request: Input<typeof mlflow.searchModelVersions>,
    options?: CallOptions,
  ): Promise<mlflow.MlflowResponse<typeof mlflow.searchModelVersions>> {
    return this.transport.call(mlflow.searchModelVersions, request, options);
  }

  searchAll(
    request: Omit<Input<typeof mlflow.searchModelVersions>, 'page_token'>,
    options?: CallOptions,
  ): AsyncGenerator<mlflow.ModelVersion, void, void> {
    return everyItem(
      (page_token) => this.search({ ...request, page_token }, options),
      (page) => page.model_versions,
    );
  }

  /** Where the files of a version are: `mlflow-artifacts:/…`, as `artifacts` takes it. */
  async downloadUri(name: string, version: string, options?: CallOptions): Promise<string> {
    return (await this.transport.call(mlflow.getModelVersionDownloadUri, { name, version }, options)).artifact_uri;
  }

  async setTag(name: string, version: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.setModelVersionTag, { name, version, key, value }, options);
  }

  async deleteTag(name: string, version: string, key: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteModelVersionTag, { name, version, key }, options);
  }

  async transitionStage(
    request: Input<typeof mlflow.transitionModelVersionStage>,
    options?: CallOptions,
  ): Promise<mlflow.ModelVersion> {
    return (await this.transport.call(mlflow.transitionModelVersionStage, request, options)).model_version;
  }
}
