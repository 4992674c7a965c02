import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { ExperimentsService } from './experiments.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class ExperimentsController {
  constructor(private readonly experiments: ExperimentsService) {}

  @MlflowEndpoint(mlflow.createExperiment)
  create(@MlflowRequest(mlflow.createExperiment) request: Request<typeof mlflow.createExperiment>) {
    return this.experiments.create(request);
  }

  @MlflowEndpoint(mlflow.getExperiment)
  async get(@MlflowRequest(mlflow.getExperiment) { experiment_id }: Request<typeof mlflow.getExperiment>) {
    return { experiment: await this.experiments.get(experiment_id) };
  }

  @MlflowEndpoint(mlflow.getExperimentByName)
  async getByName(
    @MlflowRequest(mlflow.getExperimentByName) { experiment_name }: Request<typeof mlflow.getExperimentByName>,
  ) {
    return { experiment: await this.experiments.getByName(experiment_name) };
  }

  @MlflowEndpoint(mlflow.updateExperiment)
  async update(@MlflowRequest(mlflow.updateExperiment) request: Request<typeof mlflow.updateExperiment>) {
    await this.experiments.rename(request.experiment_id, request.new_name);
    return {};
  }

  @MlflowEndpoint(mlflow.deleteExperiment)
  async delete(@MlflowRequest(mlflow.deleteExperiment) { experiment_id }: Request<typeof mlflow.deleteExperiment>) {
    await this.experiments.delete(experiment_id);
    return {};
  }

  @MlflowEndpoint(mlflow.restoreExperiment)
  async restore(@MlflowRequest(mlflow.restoreExperiment) { experiment_id }: Request<typeof mlflow.restoreExperiment>) {
    await this.experiments.restore(experiment_id);
    return {};
  }

  @MlflowEndpoint(mlflow.searchExperiments)
  search(@MlflowRequest(mlflow.searchExperiments) request: Request<typeof mlflow.searchExperiments>) {
    return this.experiments.search(request);
  }

  @MlflowEndpoint(mlflow.searchExperiments, 'GET')
  searchByQuery(@MlflowRequest(mlflow.searchExperiments) request: Request<typeof mlflow.searchExperiments>) {
    return this.experiments.search(request);
  }

  @MlflowEndpoint(mlflow.setExperimentTag)
  async setTag(@MlflowRequest(mlflow.setExperimentTag) request: Request<typeof mlflow.setExperimentTag>) {
    await this.experiments.setTag(request.experiment_id, request.key, request.value);
    return {};
  }

  @MlflowEndpoint(mlflow.deleteExperimentTag)
  async deleteTag(@MlflowRequest(mlflow.deleteExperimentTag) request: Request<typeof mlflow.deleteExperimentTag>) {
    await this.experiments.deleteTag(request.experiment_id, request.key);
    return {};
  }
}
