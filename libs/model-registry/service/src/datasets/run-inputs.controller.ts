import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { DatasetSearchService } from './dataset-search.service.js';
import { RunInputsService } from './run-inputs.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class RunInputsController {
  constructor(
    private readonly inputs: RunInputsService,
    private readonly datasets: DatasetSearchService,
  ) {}

  @MlflowEndpoint(mlflow.logInputs)
  async logInputs(@MlflowRequest(mlflow.logInputs) request: Request<typeof mlflow.logInputs>) {
    await this.inputs.logInputs(request);
    return {};
  }

  @MlflowEndpoint(mlflow.logOutputs)
  async logOutputs(@MlflowRequest(mlflow.logOutputs) request: Request<typeof mlflow.logOutputs>) {
    await this.inputs.logOutputs(request);
    return {};
  }

  @MlflowEndpoint(mlflow.searchDatasets)
  searchDatasets(@MlflowRequest(mlflow.searchDatasets) request: Request<typeof mlflow.searchDatasets>) {
    return this.datasets.summaries(request);
  }
}
