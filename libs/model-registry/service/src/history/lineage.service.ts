import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { BundleLineage, GetVersionLineageRequest, GetVersionLineageResponse } from '@bellwether/contracts';
import { sha256, SIGNATURE_TAG } from '@bellwether/platform/model-runtime';
import { withDomainErrors } from '@bellwether/platform/relational';
import type { DataSource } from 'typeorm';
import { BundleManifests } from '../artifacts/bundle-manifests.js';
import { ModelVersionTagEntity, type ModelVersionEntity } from '../database/model-version.entity.js';
import { rows } from '../database/rows.js';
import { NO_LINKS, RunLinks, type RunLinksView } from '../datasets/run-links.js';
import { DOMAIN } from '../domain.js';
import { VersionRepository } from '../registry/version-repository.js';
import { TrainingLedger } from '../retrain/training-ledger.js';

/** Tag of a run by which MLflow's clients name its parent. */
const PARENT_TAG = 'mlflow.parentRunId';
const MOST_PARENTS = 10;
/** Tag of an input by which MLflow's clients say what a data set was for. */
const CONTEXT_TAG = 'mlflow.data.context';

/** Where versions come from. */
@Injectable()
export class LineageService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly versions: VersionRepository,
    private readonly manifests: BundleManifests,
    private readonly links: RunLinks,
    private readonly trainings: TrainingLedger,
  ) {}

  /** @throws NOT_FOUND */
  of({ model_name, version }: GetVersionLineageRequest): Promise<GetVersionLineageResponse> {
    return withDomainErrors(async () => {
      const found = await this.versions.find(model_name, version);
      const { name, source, run_id, model_id } = found;
      const bundle = await this.bundleOf(found);
      const origin = run_id === '' ? OF_NO_RUN : await this.originOf(run_id);
      return {
        model_name: name,
        version: String(found.version),
        source,
        ...origin,
        ...(model_id !== '' && { model_id }),
        ...(bundle && { bundle }),
      };
    });
  }

  private async originOf(run_id: string): Promise<Origin> {
    const links = (await this.links.ofRuns([run_id], 'short')).get(run_id) ?? NO_LINKS;
    const training = await this.trainings.ofRun(run_id);
    return {
      run_id,
      parent_run_ids: await this.parentsOf(run_id),
      ...(training !== null && { training_job_id: training.job_id }),
      ...readBy(links),
    };
  }

  /** Nearest first; a run that names itself, or a parent that names its child, ends the line. */
  private async parentsOf(runId: string): Promise<string[]> {
    const found = await rows<{ run_id: string }>(
      this.dataSource.manager,
      `WITH RECURSIVE line (run_id, depth, seen) AS (
         SELECT $1::text, 0, ARRAY[$1::text]
         UNION ALL
         SELECT t.value, l.depth + 1, l.seen || t.value
         FROM line l JOIN run_tag t ON t.run_id = l.run_id AND t.key = $2
         WHERE l.depth < $3 AND NOT t.value = ANY (l.seen)
       ) SELECT run_id FROM line WHERE depth > 0 ORDER BY depth`,
      [runId, PARENT_TAG, MOST_PARENTS],
    );
    return found.map(({ run_id }) => run_id);
  }

  private async bundleOf(version: ModelVersionEntity): Promise<BundleLineage | undefined> {
    const read = await this.manifests.read(version);
    if (read === undefined) return undefined;
    const { manager } = this.dataSource;
    const signature = { name: version.name, version: version.version, key: SIGNATURE_TAG };
    const signed = await manager.existsBy(ModelVersionTagEntity, signature);
    const { training, view, features } = read.manifest;
    const { code_version, data_fingerprint, source, range, rows: count, seed } = training;
    return {
      ...{ digest: sha256(read.bytes), signed, code_version, data_fingerprint, seed, view },
      ...{ data_source: source, data_range: range, rows: count },
      features: features.map(({ name, available_at }) => ({ name, available_at })),
    };
  }
}

type Origin = Pick<
  GetVersionLineageResponse,
  'run_id' | 'parent_run_ids' | 'training_job_id' | 'datasets' | 'input_model_ids'
>;

const OF_NO_RUN: Origin = { parent_run_ids: [], datasets: [], input_model_ids: [] };

function readBy({ inputs }: RunLinksView): Pick<Origin, 'datasets' | 'input_model_ids'> {
  return {
    datasets: (inputs.dataset_inputs ?? []).map(({ dataset: { name, digest, source_type }, tags }) => ({
      ...{ name, digest, source_type },
      context: tags?.find(({ key }) => key === CONTEXT_TAG)?.value ?? '',
    })),
    input_model_ids: (inputs.model_inputs ?? []).map(({ model_id }) => model_id),
  };
}
