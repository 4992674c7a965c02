import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import type { DataSource } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';

type RunView = mlflow.MlflowResponseInput<typeof mlflow.getRun>['run'];

/** What a run read and made, as it is written on the wire. */
export interface RunLinksView {
  readonly inputs: NonNullable<RunView['inputs']>;
  readonly outputs: NonNullable<RunView['outputs']>;
}

interface ModelRow {
  readonly run_id: string;
  readonly role: 'input' | 'output';
  readonly model_id: string;
  readonly step: string;
}

interface DatasetRow {
  readonly run_id: string;
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** A schema or profile that an answer about several runs carries, in characters; a longer one is for who asks for a run. */
const MAX_TEXT_OF_MANY = 4_096;

/** Whether the texts of datasets are told whole, or left out where they are long. */
export type DatasetTexts = 'whole' | 'short';

/** The datasets and models that runs are linked to. */
@Injectable()
export class RunLinks {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /** The links of each run by its id, two queries however many runs; a run without any has no entry. */
  async ofRuns(runIds: readonly string[], texts: DatasetTexts): Promise<Map<string, RunLinksView>> {
    if (runIds.length === 0) return new Map();
    const models = groupBy(await this.modelsOf(runIds), (row) => row.run_id);
    const datasets = groupBy(await this.datasetsOf(runIds, texts), (row) => row.run_id);
    const linked = new Set([...models.keys(), ...datasets.keys()]);
    return new Map([...linked].map((runId) => [runId, linksView(models.get(runId) ?? [], datasets.get(runId) ?? [])]));
  }

  private modelsOf(runIds: readonly string[]): Promise<ModelRow[]> {
    return rows<ModelRow>(
      this.dataSource.manager,
      `SELECT run_id, role, model_id, step FROM run_model WHERE run_id = ANY($1::text[]) ORDER BY step, model_id`,
      [runIds],
    );
  }

  private datasetsOf(runIds: readonly string[], texts: DatasetTexts): Promise<DatasetRow[]> {
    const longest = texts === 'whole' ? null : MAX_TEXT_OF_MANY;
    return rows<DatasetRow>(
      this.dataSource.manager,
      `SELECT rd.run_id, d.name, d.digest, d.source_type, d.source,
         CASE WHEN $2::int IS NULL OR length(d.schema) <= $2 THEN d.schema END AS schema,
         CASE WHEN $2::int IS NULL OR length(d.profile) <= $2 THEN d.profile END AS profile,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('key', t.key, 'value', t.value) ORDER BY t.key), '[]')
          FROM run_dataset_tag t WHERE t.run_id = rd.run_id AND t.dataset_id = rd.dataset_id) AS tags
       FROM run_dataset rd JOIN dataset d ON d.dataset_id = rd.dataset_id
       WHERE rd.run_id = ANY($1::text[]) ORDER BY d.dataset_id`,
      [runIds, longest],
    );
  }
}

export const NO_LINKS: RunLinksView = linksView([], []);

function linksView(models: readonly ModelRow[], datasets: readonly DatasetRow[]): RunLinksView {
  const inputs = models.filter(({ role }) => role === 'input');
  const outputs = models.filter(({ role }) => role === 'output');
  return {
    inputs: {
      dataset_inputs: datasets.map(datasetInput),
      model_inputs: inputs.map(({ model_id }) => ({ model_id })),
    },
    outputs: { model_outputs: outputs.map(({ model_id, step }) => ({ model_id, step: Number(step) })) },
  };
}

function datasetInput({ name, digest, source_type, source, schema, profile, tags }: DatasetRow) {
  return {
    tags: [...tags],
    dataset: {
      name,
      digest,
      source_type,
      source,
      ...(schema !== null && { schema }),
      ...(profile !== null && { profile }),
    },
  };
}
