import { mlflow } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { everyItem } from './paged.js';
import type { CallOptions, MlflowTransport } from './transport.js';

type Input<Call extends mlflow.MlflowCall> = mlflow.MlflowRequestInput<Call>;

export class ExperimentCalls {
  constructor(private readonly transport: MlflowTransport) {}

  async create(request: Input<typeof mlflow.createExperiment>, options?: CallOptions): Promise<string> {
    return (await this.transport.call(mlflow.createExperiment, request, options)).experiment_id;
  }

  async get(experimentId: string, options?: CallOptions): Promise<mlflow.Experiment> {
    const request = { experiment_id: experimentId };
    return (await this.transport.call(mlflow.getExperiment, request, options)).experiment;
  }

  async getByName(name: string, options?: CallOptions): Promise<mlflow.Experiment> {
    const request = { experiment_name: name };
    return (await this.transport.call(mlflow.getExperimentByName, request, options)).experiment;
  }

  /** The id of the experiment of that name, which is made when there is none; two callers at once get the same. */
  async ensure(name: string, options?: CallOptions): Promise<string> {
    const find = async () => (await this.getByName(name, options)).experiment_id;
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'NOT_FOUND') throw error;
    }
    try {
      return await this.create({ name }, options);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'ALREADY_EXISTS') return find();
      throw error;
    }
  }

  async rename(experimentId: string, newName: string, options?: CallOptions): Promise<void> {
    const request = { experiment_id: experimentId, new_name: newName };
    await this.transport.call(mlflow.updateExperiment, request, options);
  }

  async delete(experimentId: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteExperiment, { experiment_id: experimentId }, options);
  }

  async restore(experimentId: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.restoreExperiment, { experiment_id: experimentId }, options);
  }

  search(
    request: Input<typeof mlflow.searchExperiments>,
    options?: CallOptions,
  ): Promise<mlflow.MlflowResponse<typeof mlflow.searchExperiments>> {
    return this.transport.call(mlflow.searchExperiments, request, options);
  }

  searchAll(
    request: Omit<Input<typeof mlflow.searchExperiments>, 'page_token'>,
    options?: CallOptions,
  ): AsyncGenerator<mlflow.Experiment, void, void> {
    return everyItem(
      (page_token) => this.search({ ...request, page_token }, options),
      (page) => page.experiments,
    );
  }

  async setTag(experimentId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.setExperimentTag, { experiment_id: experimentId, key, value }, options);
  }

  /** The datasets that runs of these experiments read, and what for. */
  async searchDatasets(experimentIds: readonly string[], options?: CallOptions): Promise<mlflow.DatasetSummary[]> {
    const request = { experiment_ids: [...experimentIds] };
    return (await this.transport.call(mlflow.searchDatasets, request, options)).dataset_summaries;
  }

  async deleteTag(experimentId: string, key: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteExperimentTag, { experiment_id: experimentId, key }, options);
  }
}
