import { mlflow } from '@bellwether/contracts';
import { everyItem } from './paged.js';
import type { CallOptions, MlflowTransport } from './transport.js';

type Input<Call extends mlflow.MlflowCall> = mlflow.MlflowRequestInput<Call>;
type WithoutRun<Call extends mlflow.MlflowCall> = Omit<Input<Call>, 'run_id'>;

export class RunCalls {
  constructor(private readonly transport: MlflowTransport) {}

  async create(request: Input<typeof mlflow.createRun>, options?: CallOptions): Promise<mlflow.Run> {
    return (await this.transport.call(mlflow.createRun, request, options)).run;
  }

  async get(runId: string, options?: CallOptions): Promise<mlflow.Run> {
    return (await this.transport.call(mlflow.getRun, { run_id: runId }, options)).run;
  }

  async update(
    runId: string,
    change: WithoutRun<typeof mlflow.updateRun>,
    options?: CallOptions,
  ): Promise<mlflow.RunInfo> {
    return (await this.transport.call(mlflow.updateRun, { run_id: runId, ...change }, options)).run_info;
  }

  async delete(runId: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteRun, { run_id: runId }, options);
  }

  async restore(runId: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.restoreRun, { run_id: runId }, options);
  }

  search(
    request: Input<typeof mlflow.searchRuns>,
    options?: CallOptions,
  ): Promise<mlflow.MlflowResponse<typeof mlflow.searchRuns>> {
    return this.transport.call(mlflow.searchRuns, request, options);
  }

  searchAll(
    request: Omit<Input<typeof mlflow.searchRuns>, 'page_token'>,
    options?: CallOptions,
  ): AsyncGenerator<mlflow.Run, void, void> {
    return everyItem(
      (page_token) => this.search({ ...request, page_token }, options),
      (page) => page.runs,
    );
  }

  async logMetric(runId: string, metric: WithoutRun<typeof mlflow.logMetric>, options?: CallOptions): Promise<void> {
    const request = { run_id: runId, ...metric, value: writeDouble(metric.value) };
    await this.transport.call(mlflow.logMetric, request, options);
  }

  async logParam(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.logParam, { run_id: runId, key, value }, options);
  }

  async logBatch(runId: string, batch: WithoutRun<typeof mlflow.logBatch>, options?: CallOptions): Promise<void> {
    const metrics = batch.metrics?.map((metric) => ({ ...metric, value: writeDouble(metric.value) }));
    await this.transport.call(mlflow.logBatch, { run_id: runId, ...batch, metrics }, options);
  }

  async setTag(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.setTag, { run_id: runId, key, value }, options);
  }

  async deleteTag(runId: string, key: string, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.deleteTag, { run_id: runId, key }, options);
  }

  /** Links datasets and logged models to the run as what it read. */
  async logInputs(runId: string, inputs: WithoutRun<typeof mlflow.logInputs>, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.logInputs, { run_id: runId, ...inputs }, options);
  }

  /** Links logged models to the run as what it made. */
  async logOutputs(runId: string, outputs: WithoutRun<typeof mlflow.logOutputs>, options?: CallOptions): Promise<void> {
    await this.transport.call(mlflow.logOutputs, { run_id: runId, ...outputs }, options);
  }

  /** A metric of several runs, thinned to so many of their steps. */
  async thinnedHistory(
    request: Input<typeof mlflow.getMetricHistoryBulkInterval>,
    options?: CallOptions,
  ): Promise<mlflow.MlflowResponse<typeof mlflow.getMetricHistoryBulkInterval>['metrics']> {
    return (await this.transport.call(mlflow.getMetricHistoryBulkInterval, request, options)).metrics;
  }

  /** Every point of a metric, oldest first. */
  metricHistory(runId: string, key: string, options?: CallOptions): AsyncGenerator<mlflow.Metric, void, void> {
    return everyItem(
      (page_token) =>
        this.transport.call(mlflow.getMetricHistory, { run_id: runId, metric_key: key, page_token }, options),
      (page) => page.metrics,
    );
  }
}

/** JSON has no NaN and no infinity: JSON.stringify would write null. */
function writeDouble(value: number | string): number | string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
