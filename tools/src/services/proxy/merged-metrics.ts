/** A metric's name, from its description or from a sample. */
const DESCRIPTION = /^# (HELP|TYPE) (\S+)/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (.*)$/;

/**
 * Metrics of several apps as one text in the format of Prometheus: each sample with its app as a label, each metric
 * described once.
 */
export function mergedMetrics(texts: Readonly<Record<string, string>>): string {
  const families = new Map<string, { readonly description: string[]; readonly samples: string[] }>();
  for (const [app, text] of Object.entries(texts)) {
    let family: { readonly description: string[]; readonly samples: string[] } | undefined;
    let isFirst = false;
    for (const line of text.split('\n')) {
      const [, kind, name] = DESCRIPTION.exec(line) ?? [];
      if (kind === 'HELP' && name !== undefined) {
        isFirst = !families.has(name);
        family = families.get(name) ?? { description: [], samples: [] };
        families.set(name, family);
      }
      if (kind !== undefined && isFirst) family?.description.push(line);
      const [, metric, labels, value] = SAMPLE.exec(line) ?? [];
      if (metric === undefined) continue;
      family?.samples.push(`${metric}{app="${app}"${labels ? `,${labels}` : ''}} ${value}`);
    }
  }
  return [...families.values()]
    .map(({ description, samples }) => [...description, ...samples, ''].join('\n'))
    .join('\n');
}
