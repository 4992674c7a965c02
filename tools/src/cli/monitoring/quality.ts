import { basename } from 'node:path';
import { qualityReport, type QualityFinding, type QualityReport } from '@bellwether/feature-engineering';
import type { QualityCommandOptions } from '../commands/quality.js';
import type { Session } from '../session.js';
import { formatCount, plural } from '../terminal/format.js';
import { showing } from '../terminal/progress.js';
import { renderTable } from '../terminal/table.js';
import { withAnalytics } from '../training/with-analytics.js';
import { loadFile } from './load-file.js';

/** `bellwether quality`: what is missing, doubled, far out or old in anyone's file. */
export async function quality(session: Session, options: QualityCommandOptions, file: string): Promise<void> {
  const { report, path, host } = session;
  const { id, time, reference } = options;
  const checked = await showing(report.progress, `Checking ${basename(file)}`, async (progress) => {
    const value = await withAnalytics(async (store) => {
      progress.update(0, 'reading');
      await loadFile(store, 'checked', path(file));
      if (reference !== undefined) await loadFile(store, 'reference', path(reference));
      progress.update(0.5, 'counting');
      return qualityReport(store, 'checked', {
        ...(id !== undefined && { id }),
        ...(time !== undefined && { time }),
        ...(reference !== undefined && { reference: 'reference' }),
        now: host.clock(),
      });
    });
    return { value, outcome: plural(value.rows, 'row') };
  });
  report.result(checked, qualityText);
}

const WHAT: Readonly<Record<QualityFinding['check'], string>> = {
  missing: 'missing',
  outliers: 'beyond 3 σ',
  duplicate_ids: 'ids seen before',
  duplicate_rows: 'rows seen before',
  freshness: 'age of the newest row',
  range: 'out of the reference’s range',
  categories: 'unknown to the reference',
};

function qualityText({ rows, findings }: QualityReport): string {
  const broken = findings.filter(({ status }) => status !== 'ok');
  const summary = `${plural(rows, 'row')}; ${formatCount(findings.length)} checks, ${formatCount(findings.length - broken.length)} passed.`;
  if (broken.length === 0) return summary;
  const table = renderTable(
    [
      { title: 'status' },
      { title: 'column' },
      { title: 'what' },
      { title: 'value', align: 'right' },
      { title: 'limit', align: 'right' },
    ],
    broken.map((finding) => [
      finding.status,
      finding.column ?? '(rows)',
      WHAT[finding.check],
      shown(finding, finding.value),
      shown(finding, finding.limit),
    ]),
  );
  return `${table}\n\n${summary}`;
}

function shown({ check }: QualityFinding, value: number): string {
  if (check === 'freshness') return `${value.toFixed(1)} h`;
  if (check === 'duplicate_ids' || check === 'duplicate_rows') return formatCount(value);
  return `${(100 * value).toFixed(2)} %`;
}
