import type { GetVersionLineageResponse } from '@bellwether/contracts';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { renderTable } from '../terminal/table.js';

const COLUMNS = ['', ''].map((title) => ({ title }));

/** `bellwether registry lineage`. */
export async function showLineage(session: Session, model: string, version: string): Promise<void> {
  const lineage = await withStack(session, ({ api }) => api.getVersionLineage({ model_name: model, version }));
  session.report.result(lineage, lineageText);
}

export function lineageText({ model_name, version, bundle, ...origin }: GetVersionLineageResponse): string {
  const facts: (readonly [what: string, it: string | undefined])[] = [
    ['registered from', origin.source],
    ['run', origin.run_id],
    ['parent runs', origin.parent_run_ids.join(', ')],
    ['logged model', origin.model_id],
    ['training', origin.training_job_id && `${origin.training_job_id} (bellwether reproduce ${model_name}@${version})`],
    ['read models', origin.input_model_ids.join(', ')],
    ...origin.datasets.map(({ name, digest, context }) => ['read data', `${name} ${digest} ${context}`] as const),
    ...(bundle === undefined ? [] : bundleFacts(bundle)),
  ];
  const told = facts.flatMap(([what, it]) => (it === undefined || it === '' ? [] : [[what, it.trimEnd()]]));
  return [`${model_name} version ${version}`, '', renderTable(COLUMNS, told)].join('\n');
}

type Bundle = NonNullable<GetVersionLineageResponse['bundle']>;

function bundleFacts(bundle: Bundle): (readonly [string, string])[] {
  const { digest, signed, data_source, data_fingerprint, data_range, rows, seed, code_version, features, view } =
    bundle;
  return [
    ['bundle', `${digest}, ${signed ? 'signed' : 'not signed'}`],
    ['trained on', `${rows} rows of ${data_source}, ${data_range.start} to ${data_range.end}`],
    ['data fingerprint', data_fingerprint],
    ['code', `${code_version}, seed ${seed}`],
    ['features', `${features.length} of the view ${view}`],
  ];
}
