import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { CHAMPION_ALIAS, type GetModelInfoResponse, type ListModelsResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { canonicalModelName } from '@bellwether/model-registry-core';
import { withDomainErrors } from '@bellwether/platform/relational';
import { In, type DataSource } from 'typeorm';
import { BundleManifests } from '../artifacts/bundle-manifests.js';
import { ModelVersionEntity } from '../database/model-version.entity.js';
import { RegisteredModelAliasEntity, RegisteredModelEntity } from '../database/registered-model.entity.js';
import { LatestMetricEntity, RunEntity } from '../database/run.entity.js';
import { groupBy } from '../database/group-by.js';
import { DOMAIN } from '../domain.js';
import { ServingReportsService } from './serving-reports.service.js';

type Status = GetModelInfoResponse['status'];

interface Shown {
  readonly version: ModelVersionEntity;
  readonly status: Status;
}

/** What people ask of a model: which version is in production, how good it is, how fast. */
@Injectable()
export class ModelInfoService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly manifests: BundleManifests,
    private readonly reports: ServingReportsService,
  ) {}

  /** @throws NOT_FOUND for an unknown model or one without a version. */
  info(modelName: string): Promise<GetModelInfoResponse> {
    return withDomainErrors(async () => {
      const name = canonicalModelName(modelName);
      const [info] = await this.infos([name]);
      if (info === undefined) throw new DomainError('NOT_FOUND', `no version of a model '${name}' is registered`);
      return info;
    });
  }

  /** All models that have a version, by name. */
  list(): Promise<ListModelsResponse> {
    return withDomainErrors(async () => {
      const models = await this.dataSource.manager.find(RegisteredModelEntity, { order: { name: 'ASC' } });
      const infos = await this.infos(models.map((model) => model.name));
      return { models: infos.map(({ protocol: _protocol, run_id: _runId, refused: _refused, ...info }) => info) };
    });
  }

  private async infos(names: readonly string[]): Promise<GetModelInfoResponse[]> {
    const shown = await this.shownVersions(names);
    const latencies = await this.reports.latencies(names);
    const refusals = await this.reports.refusals(names);
    const runIds = shown.map(({ version }) => version.run_id).filter((runId) => runId !== '');
    const metrics = await this.dataSource.manager.findBy(LatestMetricEntity, { run_id: In(runIds) });
    const metricsOf = groupBy(metrics, (metric) => metric.run_id);
    const runs = await this.dataSource.manager.findBy(RunEntity, { run_id: In(runIds) });
    return Promise.all(
      shown.map(async ({ version, status }) => {
        const manifest = await this.manifests.of(version);
        const logged = metricsOf.get(version.run_id) ?? [];
        const run = runs.find(({ run_id }) => run_id === version.run_id);
        const latency = latencies.get(`${version.name}/${version.version}`);
        return {
          model_name: version.name,
          version: String(version.version),
          model_type: manifest?.model_type ?? 'ONNX',
          status,
          metrics: logged.length > 0 ? finite(logged) : (manifest?.metrics ?? {}),
          training_date: new Date(run?.end_time ?? version.creation_timestamp).toISOString(),
          training_samples: manifest?.training.rows ?? 0,
          feature_count: manifest?.features.length ?? 0,
          ...(latency !== undefined && { inference_latency_ms: latency }),
          protocol: manifest?.protocol ?? '',
          run_id: version.run_id,
          refused: refusals.get(version.name) ?? [],
        };
      }),
    );
  }

  /** The champion of each model; without one, the newest version in Staging, and without that the newest of all. */
  private async shownVersions(names: readonly string[]): Promise<Shown[]> {
    if (names.length === 0) return [];
    const { manager } = this.dataSource;
    const name = In([...names]);
    const champions = await manager.findBy(RegisteredModelAliasEntity, { name, alias: CHAMPION_ALIAS });
    const championOf = new Map(champions.map((row) => [row.name, row.version]));
    const candidates = await manager
      .createQueryBuilder(ModelVersionEntity, 'v')
      .leftJoin(RegisteredModelAliasEntity, 'a', 'a.name = v.name AND a.version = v.version AND a.alias = :alias', {
        alias: CHAMPION_ALIAS,
      })
      .distinctOn(['v.name'])
      .where('v.name = ANY(:names)', { names: [...names] })
      .orderBy('v.name')
      .addOrderBy('(a.version IS NULL)')
      .addOrderBy("(v.current_stage <> 'Staging')")
      .addOrderBy('v.version', 'DESC')
      .getMany();
    return candidates.map((version) => ({ version, status: statusOf(version, championOf.get(version.name)) }));
  }
}

function statusOf(version: ModelVersionEntity, champion: number | undefined): Status {
  if (version.version === champion) return 'production';
  return version.current_stage === 'Staging' ? 'staging' : 'none';
}

/** JSON carries no NaN, and a metric that is none says nothing of a model. */
function finite(metrics: readonly LatestMetricEntity[]): Record<string, number> {
  return Object.fromEntries(metrics.flatMap(({ key, value }) => (Number.isFinite(value) ? [[key, value]] : [])));
}
