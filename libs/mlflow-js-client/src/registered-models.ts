import { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { everyItem } from './paged.js';
import type { CallOptions, MlflowTransport } from './transport.js';

type Input<Call extends mlflow.MlflowCall> = mlflow.MlflowRequestInput<Call>;

export class RegisteredModelCalls {
  constructor(private readonly transport: MlflowTransport) {}

  async create(
    request: Input<typeof mlflow.createRegisteredModel>,
    options?: CallOptions,
  ): Promise<mlflow.RegisteredModel> {
    return (await this.transport.call(mlflow.createRegisteredModel, request, options)).registered_model;
  }

  /** Makes the model unless it is there. */
  async ensure(name: string, options?: CallOptions): Promise<void> {
    try {
      await this.create({ name }, options);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'ALREADY_EXISTS') throw error;
    }
  }

  async get(name: string, options?: CallOptions): Promise<mlflow.RegisteredModel> {
    return (await this.transport.call(mlflow.getRegisteredModel, { name }, options)).registered_model;
  }

  async rename(name: string, newName: string, options?: CallOptions): Promise<mlflow.RegisteredModel> {
    const request = { name, new_name: newName };
    return (await this.transport.call(mlflow.renameRegisteredModel, request, options)).registered_model;
  }

  async update(name: string, description: string, options?: CallOptions): Promise<mlflow.RegisteredModel> {
    const request = { name, description };
    return (await this.transport.call(mlflow.updateRegisteredModel, request, options)).registered_model;
  }

  async delete(name: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteRegisteredModel, { name }, options);
  }

  search(
    request: Input<typeof mlflow.searchRegisteredModels>,
    options?: CallOptions,
  ): Promise<mlflow.MlflowResponse<typeof mlflow.searchRegisteredModels>> {
    return this.transport.call(mlflow.searchRegisteredModels, request, options);
  }

  searchAll(
    request: Omit<Input<typeof mlflow.searchRegisteredModels>, 'page_token'>,
    options?: CallOptions,
  ): AsyncGenerator<mlflow.RegisteredModel, void, void> {
    return everyItem(
      (page_token) => this.search({ ...request, page_token }, options),
      (page) => page.registered_models,
    );
  }

  async latestVersions(name: string, stages: string[] = [], options?: CallOptions): Promise<mlflow.ModelVersion[]> {
    return (await this.transport.call(mlflow.getLatestVersions, { name, stages }, options)).model_versions;
  }

  async setTag(name: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.setRegisteredModelTag, { name, key, value }, options);
  }

  async deleteTag(name: string, key: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteRegisteredModelTag, { name, key }, options);
  }

  async setAlias(name: string, alias: string, version: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.setRegisteredModelAlias, { name, alias, version }, options);
  }

  async deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteRegisteredModelAlias, { name, alias }, options);
  }

  /** The version that an alias names. @throws NOT_FOUND when there is no such model or alias. */
  async byAlias(name: string, alias: string, options?: CallOptions): Promise<mlflow.ModelVersion> {
    return (await this.transport.call(mlflow.getModelVersionByAlias, { name, alias }, options)).model_version;
  }
}
