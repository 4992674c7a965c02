import type { CatalogueFeature, CatalogueView } from '@bellwether/feature-engineering';

const HEAD = `# Features

Every view of features: what its rows are of, how fresh they are kept, and from when on each value may be known. This page is written from the definitions (\`libs/feature-engineering/src/store\`) by \`npm run docs:features\`; do not edit it. A running stack tells the same with how fresh each view is: \`bellwether features\`, or \`GET /api/v1/ml/features\`. How rows are kept and joined is in [ADR 20](adr/0020-feature-store.md).
`;

const STORED = `## Stored views

Computed on a schedule as of whole days or hours of UTC, kept offline with the instant they tell of and the instant they were computed, and read by key with \`POST /api/v1/ml/features/online\`.
`;

const AT_DECISION = `## Views at a decision

Computed with each prediction from the booking and its histories; no rows of them are kept.
`;

/** The page docs/features.md, as prettier leaves it. */
export function renderCatalogue(views: readonly CatalogueView[]): string {
  const of = (kind: CatalogueView['kind']): string[] => views.filter((view) => view.kind === kind).map(renderView);
  return [HEAD, STORED, ...of('stored'), AT_DECISION, ...of('at_decision')].join('\n');
}

function renderView(view: CatalogueView): string {
  const keys = Object.entries(view.keys).map(([name, type]) => `\`${name}\` (${type})`);
  const facts: [string, string][] = [
    ['key', keys.join(', ')],
    ['instant', `\`${view.timestamp}\``],
    ['renewed', view.refresh],
    ...(view.ttlSeconds === null ? [] : [['may be used for', duration(view.ttlSeconds)] satisfies [string, string]]),
    ['owner', view.owner],
    ['computed from', view.tables.map((table) => `\`${table}\``).join(', ')],
    ...(view.defaultSource === null
      ? []
      : [['source, where none is named', `\`${view.defaultSource}\``] satisfies [string, string]]),
  ];
  return [
    `### ${view.name}`,
    '',
    `${view.description}.`,
    '',
    ...facts.map(([name, value]) => `- ${name}: ${value}`),
    '',
    table(['feature', 'type', 'unit', 'what it is', 'known'], view.features.map(featureCells)),
    '',
    ...absences(view),
  ].join('\n');
}

function featureCells({ name, type, unit, description, availableAt }: CatalogueFeature): string[] {
  return [`\`${name}\``, type, unit, description, availableAt];
}

function absences({ absent }: CatalogueView): string[] {
  const reasons = Object.entries(absent);
  if (reasons.length === 0) return [];
  return ['Not there, though asked for:', '', ...reasons.map(([name, why]) => `- \`${name}\`: ${why}`), ''];
}

function duration(seconds: number): string {
  return seconds % 86_400 === 0 ? `${seconds / 86_400} days` : `${seconds / 3_600} hours`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = titles.map((title, c) => Math.max(title.length, ...cells.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((text, c) => text.padEnd(widths[c]!)).join(' | ')} |`;
  return [line(titles), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...cells.map(line)].join('\n');
}
