import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import { checkDatasetInputs, checkInputCount } from '@bellwether/model-registry-core';
import { inTransaction } from '@bellwether/platform/relational';
import type { DataSource, EntityManager } from 'typeorm';
import type { RunEntity } from '../database/run.entity.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';
import { LoggedModelRepository } from '../logged-models/logged-model-repository.js';
import { RunRepository } from '../tracking/run-repository.js';

type Inputs = mlflow.MlflowRequest<typeof mlflow.logInputs>;
type Outputs = mlflow.MlflowRequest<typeof mlflow.logOutputs>;
type DatasetInput = Inputs['datasets'][number];

/** What a run says that it read and made. A repeated request changes nothing. */
@Injectable()
export class RunInputsService {
  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    private readonly runs: RunRepository,
    private readonly models: LoggedModelRepository,
  ) {}

  /**
   * Links datasets and models to the run as its inputs. A dataset that the experiment or the run knows already stays as it
   * was first described.
   *
   * @throws NOT_FOUND for a run or model that does not exist.
   */
  async logInputs({ run_id, datasets, models }: Inputs): Promise<void> {
    checkDatasetInputs(datasets);
    checkInputCount('models', models.length);
    await inTransaction(this.dataSource, async (manager) => {
      const run = await this.runs.lockActive(run_id, manager);
      await this.linkDatasets(manager, run, firstOfEach(datasets));
      await this.linkModels(
        manager,
        run_id,
        'input',
        models.map(({ model_id }) => ({ model_id, step: 0 })),
      );
    });
  }

  /** Links models to the run as what it made. @throws NOT_FOUND for a run or model that does not exist. */
  async logOutputs({ run_id, models }: Outputs): Promise<void> {
    checkInputCount('models', models.length);
    await inTransaction(this.dataSource, async (manager) => {
      await this.runs.lockActive(run_id, manager);
      await this.linkModels(manager, run_id, 'output', models);
    });
  }

  private async linkModels(
    manager: EntityManager,
    runId: string,
    role: 'input' | 'output',
    models: Outputs['models'],
  ): Promise<void> {
    if (models.length === 0) return;
    const ids = models.map(({ model_id }) => model_id);
    await this.models.requireAll(ids, manager);
    await rows(
      manager,
      `INSERT INTO run_model (run_id, role, model_id, step)
       SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[]) ON CONFLICT DO NOTHING`,
      [runId, role, ids, models.map(({ step }) => step)],
    );
  }

  private async linkDatasets(manager: EntityManager, run: RunEntity, inputs: readonly DatasetInput[]): Promise<void> {
    if (inputs.length === 0) return;
    const ids = await keepDatasets(manager, run.experiment_id, inputs);
    const linked = await rows<{ dataset_id: string }>(
      manager,
      `INSERT INTO run_dataset (run_id, dataset_id)
       SELECT $1, * FROM unnest($2::bigint[]) ON CONFLICT DO NOTHING RETURNING dataset_id`,
      [run.run_id, [...ids.values()]],
    );
    const fresh = new Set(linked.map((row) => row.dataset_id));
    const tags = inputs.flatMap((input) => {
      const id = ids.get(keyOf(input.dataset))!;
      return fresh.has(id) ? input.tags.map(({ key, value }) => ({ id, key, value })) : [];
    });
    await rows(
      manager,
      `INSERT INTO run_dataset_tag (run_id, dataset_id, key, value)
       SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
      [run.run_id, tags.map((tag) => tag.id), tags.map((tag) => tag.key), tags.map((tag) => tag.value)],
    );
  }
}

/** Makes the datasets that the experiment does not know yet, and gives the ids of all. */
async function keepDatasets(
  manager: EntityManager,
  experimentId: string,
  inputs: readonly DatasetInput[],
): Promise<Map<string, string>> {
  // In one order, so that two runs which log the same datasets at once wait for each other instead of for ever.
  const datasets = inputs.map(({ dataset }) => dataset).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const names = datasets.map(({ name }) => name);
  const digests = datasets.map(({ digest }) => digest);
  await rows(
    manager,
    `INSERT INTO dataset (experiment_id, name, digest, source_type, source, schema, profile)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
     ON CONFLICT DO NOTHING`,
    [
      experimentId,
      names,
      digests,
      datasets.map(({ source_type }) => source_type),
      datasets.map(({ source }) => source),
      datasets.map(({ schema }) => schema ?? null),
      datasets.map(({ profile }) => profile ?? null),
    ],
  );
  const kept = await rows<{ dataset_id: string; name: string; digest: string }>(
    manager,
    `SELECT dataset_id, name, digest FROM dataset
     WHERE experiment_id = $1 AND (name, digest) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    [experimentId, names, digests],
  );
  return new Map(kept.map((row) => [keyOf(row), row.dataset_id]));
}

/** One request may name a dataset twice: the first word on it holds. */
function firstOfEach(inputs: readonly DatasetInput[]): DatasetInput[] {
  const first = new Map<string, DatasetInput>();
  for (const input of inputs) {
    const key = keyOf(input.dataset);
    if (!first.has(key)) first.set(key, input);
  }
  return [...first.values()];
}

function keyOf({ name, digest }: { readonly name: string; readonly digest: string }): string {
  return JSON.stringify([name, digest]);
}
