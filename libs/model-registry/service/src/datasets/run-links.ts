import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { mlflow } from '@bellwether/contracts';
import type { DataSource } from 'typeorm';
import { groupBy } from '../database/group-by.js';
import { rows } from '../database/rows.js';
import { DOMAIN } from '../domain.js';

type RunView = mlflow.MlflowResponseInput<typeof mlflow.getRun>['run'];
type DatasetInput = NonNullable<NonNullable<RunView['inputs']>['dataset_inputs']>[number];

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

/** A dataset of a run with one of its tags there; key and value are null where it has none. */
interface InputRow {
  readonly run_id: string;
  readonly dataset_id: string;
  readonly key: string | null;
  readonly value: string | null;
}

interface DatasetRow {
  readonly dataset_id: string;
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
}

/** A schema or profile that an answer about several runs carries, in characters; a longer one is for who asks for a run. */
const MAX_TEXT_OF_MANY = 4_096;

/** Whether the texts of datasets are told whole, or left out where they are long. */
export type DatasetTexts = 'whole' | 'short';

/** The datasets and models that runs are linked to. */
@Injectable()
export class RunLinks {
  constructor(@InjectDataSource(DOMAIN) private readonly dataSource: DataSource) {}

  /**
   * The links of each run by its id: two queries however many runs, and a third where there are datasets, each of which is
   * read once. A run without any link has no entry.
   */
  async ofRuns(runIds: readonly string[], texts: DatasetTexts): Promise<Map<string, RunLinksView>> {
    if (runIds.length === 0) return new Map();
    const models = groupBy(await this.modelsOf(runIds), (row) => row.run_id);
    const inputs = await this.inputsOf(runIds);
    const datasets = await this.datasets(inputs, texts);
    const inputsByRun = groupBy(inputs, (row) => row.run_id);
    const linked = new Set([...models.keys(), ...inputsByRun.keys()]);
    return new Map(
      [...linked].map((runId) => {
        const ofRun = datasetInputs(inputsByRun.get(runId) ?? [], datasets);
        return [runId, linksView(models.get(runId) ?? [], ofRun)];
      }),
    );
  }

  private modelsOf(runIds: readonly string[]): Promise<ModelRow[]> {
    return rows<ModelRow>(
      this.dataSource.manager,
      `SELECT run_id, role, model_id, step FROM run_model WHERE run_id = ANY($1::text[]) ORDER BY step, model_id`,
      [runIds],
    );
  }

  private inputsOf(runIds: readonly string[]): Promise<InputRow[]> {
    return rows<InputRow>(
      this.dataSource.manager,
      `SELECT rd.run_id, rd.dataset_id, t.key, t.value
       FROM run_dataset rd LEFT JOIN run_dataset_tag t ON t.run_id = rd.run_id AND t.dataset_id = rd.dataset_id
       WHERE rd.run_id = ANY($1::text[]) ORDER BY rd.dataset_id, t.key`,
      [runIds],
    );
  }

  private async datasets(inputs: readonly InputRow[], texts: DatasetTexts): Promise<Map<string, DatasetRow>> {
    if (inputs.length === 0) return new Map();
    const found = await rows<DatasetRow>(
      this.dataSource.manager,
      `SELECT dataset_id, name, digest, source_type, source,
         CASE WHEN $2::int IS NULL OR length(schema) <= $2 THEN schema END AS schema,
         CASE WHEN $2::int IS NULL OR length(profile) <= $2 THEN profile END AS profile
       FROM dataset WHERE dataset_id = ANY($1::bigint[])`,
      [[...new Set(inputs.map((row) => row.dataset_id))], texts === 'whole' ? null : MAX_TEXT_OF_MANY],
    );
    return new Map(found.map((row) => [row.dataset_id, row]));
  }
}

export const NO_LINKS: RunLinksView = linksView([], []);

function linksView(models: readonly ModelRow[], dataset_inputs: DatasetInput[]): RunLinksView {
  const inputs = models.filter(({ role }) => role === 'input');
  const outputs = models.filter(({ role }) => role === 'output');
  return {
    inputs: { dataset_inputs, model_inputs: inputs.map(({ model_id }) => ({ model_id })) },
    outputs: { model_outputs: outputs.map(({ model_id, step }) => ({ model_id, step: Number(step) })) },
  };
}

function datasetInputs(inputs: readonly InputRow[], datasets: ReadonlyMap<string, DatasetRow>): DatasetInput[] {
  const byDataset = groupBy(inputs, (row) => row.dataset_id);
  return [...byDataset].flatMap(([datasetId, tags]) => {
    const dataset = datasets.get(datasetId);
    return dataset === undefined ? [] : [{ tags: tags.flatMap(tagOf), dataset: datasetOf(dataset) }];
  });
}

function tagOf({ key, value }: InputRow): { key: string; value: string }[] {
  return key === null || value === null ? [] : [{ key, value }];
}

function datasetOf({ name, digest, source_type, source, schema, profile }: DatasetRow): DatasetInput['dataset'] {
  return {
    name,
    digest,
    source_type,
    source,
    ...(schema !== null && { schema }),
    ...(profile !== null && { profile }),
  };
}
