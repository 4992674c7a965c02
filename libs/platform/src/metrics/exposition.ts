import { Registry, type OpenMetricsContentType } from 'prom-client';

/** Metrics as text, in the format that a scraper asked for. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

interface Family {
  readonly name: string;
  readonly type: string;
}
/** What a registry asks of a metric to write it; a histogram has its own form for text, with shared labels. */
interface Readable {
  get(): Promise<Family>;
  getForPromString?(): Promise<Family>;
}
/** A method of the registry that its types leave out. */
interface Writer {
  getMetricsAsString(metric: Readable): Promise<string>;
}

const OPEN_METRICS = 'application/openmetrics-text';
const plain = new Registry();

/**
 * OpenMetrics, which carries exemplars, for those who accept it, as Prometheus does; Prometheus' older text for everybody
 * else. The registry's own `metrics()` renames counters for good when it writes OpenMetrics, hence not used.
 */
export async function exposition(
  registry: Registry<OpenMetricsContentType>,
  accept: string | undefined,
): Promise<Exposition> {
  const open = accept?.includes(OPEN_METRICS) === true;
  const writer = (open ? registry : plain) as unknown as Writer;
  const metrics = registry.getMetricsAsArray() as unknown as Readable[];
  const texts = await Promise.all(metrics.map((metric) => writer.getMetricsAsString(open ? familyOf(metric) : metric)));
  return {
    contentType: open ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE,
    text: open ? `${texts.join('\n')}\n# EOF\n` : `${texts.join('\n\n')}\n`,
  };
}

/** A metric under the name of its family: OpenMetrics writes `_total` behind a counter's samples by itself. */
function familyOf(metric: Readable): Readable {
  return {
    get: async () => {
      const read = await (metric.getForPromString?.() ?? metric.get());
      return read.type === 'counter' ? { ...read, name: read.name.replace(/_total$/, '') } : read;
    },
  };
}
