import { Req } from '@nestjs/common';
import { mlflow } from '@bellwether/contracts';
import { checkBatchBytes } from '@bellwether/model-registry-core';
import type { FastifyRequest } from 'fastify';
import { RunArtifactsService } from '../artifacts/run-artifacts.service.js';
import { MlflowController } from '../mlflow/mlflow-controller.js';
import { MlflowEndpoint, MlflowRequest } from '../mlflow/mlflow-endpoint.js';
import { RunLogService } from './run-log.service.js';
import { RunRepository } from './run-repository.js';
import { RunSearchService } from './run-search.service.js';
import { RunsService } from './runs.service.js';

type Request<Call extends mlflow.MlflowCall> = mlflow.MlflowRequest<Call>;

@MlflowController()
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly repository: RunRepository,
    private readonly log: RunLogService,
    private readonly finder: RunSearchService,
    private readonly artifacts: RunArtifactsService,
  ) {}

  @MlflowEndpoint(mlflow.createRun)
  async create(@MlflowRequest(mlflow.createRun) request: Request<typeof mlflow.createRun>) {
    return { run: await this.runs.create(request) };
  }

  @MlflowEndpoint(mlflow.getRun)
  async get(@MlflowRequest(mlflow.getRun) { run_id }: Request<typeof mlflow.getRun>) {
    return { run: await this.repository.view(run_id) };
  }

  @MlflowEndpoint(mlflow.updateRun)
  async update(@MlflowRequest(mlflow.updateRun) request: Request<typeof mlflow.updateRun>) {
    return { run_info: await this.runs.update(request) };
  }

  @MlflowEndpoint(mlflow.deleteRun)
  async delete(@MlflowRequest(mlflow.deleteRun) { run_id }: Request<typeof mlflow.deleteRun>) {
    await this.runs.delete(run_id);
    return {};
  }

  @MlflowEndpoint(mlflow.restoreRun)
  async restore(@MlflowRequest(mlflow.restoreRun) { run_id }: Request<typeof mlflow.restoreRun>) {
    await this.runs.restore(run_id);
    return {};
  }

  /** The answer comes as text: a page is megabytes, which nothing here needs to read again. */
  @MlflowEndpoint(mlflow.searchRuns)
  search(@MlflowRequest(mlflow.searchRuns) request: Request<typeof mlflow.searchRuns>) {
    return this.finder.search(request);
  }

  @MlflowEndpoint(mlflow.getMetricHistory)
  metricHistory(@MlflowRequest(mlflow.getMetricHistory) request: Request<typeof mlflow.getMetricHistory>) {
    return this.finder.metricHistory(request);
  }

  @MlflowEndpoint(mlflow.logMetric)
  async logMetric(@MlflowRequest(mlflow.logMetric) { run_id, ...metric }: Request<typeof mlflow.logMetric>) {
    await this.log.logBatch(run_id, { metrics: [metric], params: [], tags: [] });
    return {};
  }

  @MlflowEndpoint(mlflow.logParam)
  async logParam(@MlflowRequest(mlflow.logParam) { run_id, ...param }: Request<typeof mlflow.logParam>) {
    await this.log.logBatch(run_id, { metrics: [], params: [param], tags: [] });
    return {};
  }

  @MlflowEndpoint(mlflow.logBatch)
  async logBatch(
    @MlflowRequest(mlflow.logBatch) { run_id, ...batch }: Request<typeof mlflow.logBatch>,
    @Req() { headers }: FastifyRequest,
  ) {
    checkBatchBytes(Number(headers['content-length'] ?? 0));
    await this.log.logBatch(run_id, batch);
    return {};
  }

  @MlflowEndpoint(mlflow.logModel)
  async logModel(@MlflowRequest(mlflow.logModel) request: Request<typeof mlflow.logModel>) {
    await this.log.logModel(request.run_id, request.model_json);
    return {};
  }

  @MlflowEndpoint(mlflow.setTag)
  async setTag(@MlflowRequest(mlflow.setTag) { run_id, ...tag }: Request<typeof mlflow.setTag>) {
    await this.log.logBatch(run_id, { metrics: [], params: [], tags: [tag] });
    return {};
  }

  @MlflowEndpoint(mlflow.deleteTag)
  async deleteTag(@MlflowRequest(mlflow.deleteTag) request: Request<typeof mlflow.deleteTag>) {
    await this.log.deleteTag(request.run_id, request.key);
    return {};
  }

  @MlflowEndpoint(mlflow.listRunArtifacts)
  listArtifacts(@MlflowRequest(mlflow.listRunArtifacts) request: Request<typeof mlflow.listRunArtifacts>) {
    return this.artifacts.list(request.run_id, request.path);
  }
}
