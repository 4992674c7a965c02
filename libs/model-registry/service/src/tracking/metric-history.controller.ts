import { mlflow } from '@bellwether/contracts';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { MetricHistoryService } from './metric-history.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class MetricHistoryController {
  constructor(private readonly histories: MetricHistoryService) {}

  @MlflowEndpoint(mlflow.getMetricHistoryBulk)
  bulk(@MlflowRequest(mlflow.getMetricHistoryBulk) request: Request<typeof mlflow.getMetricHistoryBulk>) {
    return this.histories.ofRuns(request);
  }

  @MlflowEndpoint(mlflow.getMetricHistoryBulkInterval)
  interval(
    @MlflowRequest(mlflow.getMetricHistoryBulkInterval) request: Request<typeof mlflow.getMetricHistoryBulkInterval>,
  ) {
    return this.histories.thinned(request);
  }
}
