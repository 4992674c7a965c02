import type { BenchOutput, BenchResult, Figure } from './result.js';

const HEAD = `# Benchmarks

Every figure here was measured by \`npm run bench\`, which writes this page from the results in \`docs/benchmarks/\`; do not edit it. An area can be measured alone: \`bellwether bench AREA\`. Beside each figure stands how it came about. Times are of the machine named, and of nothing else.
`;

const NAMED = new Set(['title', 'protocol', 'bar']);

/** The page docs/benchmarks.md. @param results in the order of the page. */
export function renderBenchmarks(results: readonly BenchResult[]): string {
  return [HEAD, ...results.map(renderArea)].join('\n');
}

function renderArea({ area, measured_on, commit, machine, outputs }: BenchResult): string {
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.memory_gib} GiB, ${machine.platform}, Node ${machine.node}`;
  const sections = outputs.map((output) => renderOutput(output, outputs.length > 1));
  const title = outputs.length === 1 ? outputs[0]?.title : undefined;
  return [
    `## ${title ?? capitalised(area)}`,
    '',
    ...sections,
    `<sub>\`${area}\`, measured on ${measured_on} at ${commit === '' ? 'an unknown commit' : commit}: ${where}.</sub>`,
    '',
  ].join('\n');
}

function renderOutput(output: BenchOutput, withTitle: boolean): string {
  const figures = Object.entries(output).filter(([name]) => !NAMED.has(name));
  const single = figures.filter((entry): entry is [string, Figure] => !isCollection(entry[1]));
  const groups = figures.filter((entry): entry is [string, Group] => isGroup(entry[1]));
  const lists = figures.filter((entry): entry is [string, Group[]] => Array.isArray(entry[1]));
  return [
    ...(withTitle && output.title !== undefined ? [`### ${output.title}`, ''] : []),
    ...(single.length > 0
      ? [
          markdownTable(
            ['figure', 'value'],
            single.map(([name, value]) => [label(name), cell(value)]),
          ),
          '',
        ]
      : []),
    ...comparable(groups).flatMap((side) => [groupsTable(side), '']),
    ...lists.flatMap(([name, rows]) => [`**${label(name)}**`, '', listTable(rows), '']),
    ...(output.bar === undefined ? [] : [`Bar: ${output.bar}`, '']),
    `Protocol: ${output.protocol}.`.replace(/\.\.$/, '.'),
    '',
  ].join('\n');
}

type Group = Record<string, Figure>;

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isGroup(value: unknown): value is Group {
  return isCollection(value) && !Array.isArray(value);
}

/** Groups that share a figure's name with the first of theirs stand side by side. */
function comparable(groups: readonly [string, Group][]): [string, Group][][] {
  const sides: [string, Group][][] = [];
  for (const group of groups) {
    const side = sides.find(([first]) => Object.keys(group[1]).some((name) => name in first![1]));
    if (side === undefined) sides.push([group]);
    else side.push(group);
  }
  return sides;
}

function groupsTable(side: readonly [string, Group][]): string {
  const names = [...new Set(side.flatMap(([, group]) => Object.keys(group)))];
  return markdownTable(
    ['figure', ...side.map(([name]) => label(name))],
    names.map((name) => [label(name), ...side.map(([, group]) => (name in group ? cell(group[name]) : ''))]),
  );
}

function listTable(rows: readonly Group[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return markdownTable(
    names.map(label),
    rows.map((row) => names.map((name) => (name in row ? cell(row[name]) : ''))),
  );
}

/** A table whose figures, all but the first column, stand to the right. */
function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), line(titles.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** `ours_s` → `ours s`. */
function label(name: string): string {
  return name.replaceAll('_', ' ');
}

function cell(value: Figure | undefined): string {
  if (value === undefined || value === null) return 'not installed';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  // More digits than these are noise in anything measured here.
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(5)));
}

function capitalised(area: string): string {
  const words = area.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
