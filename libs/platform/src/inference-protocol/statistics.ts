import type { DurationStatistic, ModelStatistics } from './messages.js';

/** What one inference took, in milliseconds, and how many rows it had. */
export interface Execution {
  readonly rows: number;
  readonly queueMs: number;
  readonly inputMs: number;
  readonly inferMs: number;
  readonly outputMs: number;
}

/** Versions that are counted at once, at most; of more, those asked for longest ago begin again. */
const MOST_VERSIONS = 1_000;
/** Sizes of batches that are told apart for a version; the rest count in the sums alone. */
const MOST_BATCH_SIZES = 64;

class Sum {
  private count = 0;
  private ms = 0;

  add(ms: number): void {
    this.count += 1;
    this.ms += ms;
  }

  read(): DurationStatistic {
    return { count: this.count, ns: Math.round(this.ms * 1e6) };
  }
}

class Compute {
  private readonly input = new Sum();
  private readonly infer = new Sum();
  private readonly output = new Sum();

  add({ inputMs, inferMs, outputMs }: Execution): void {
    this.input.add(inputMs);
    this.infer.add(inferMs);
    this.output.add(outputMs);
  }

  read() {
    return { compute_input: this.input.read(), compute_infer: this.infer.read(), compute_output: this.output.read() };
  }
}

class VersionStatistics {
  private lastInference = 0;
  private inferences = 0;
  private executions = 0;
  private readonly success = new Sum();
  private readonly fail = new Sum();
  private readonly queue = new Sum();
  private readonly compute = new Compute();
  private readonly byBatchSize = new Map<number, Compute>();

  constructor(
    readonly name: string,
    readonly version: string,
  ) {}

  succeeded(execution: Execution, at: number): void {
    const { rows, queueMs, inputMs, inferMs, outputMs } = execution;
    this.lastInference = at;
    this.inferences += rows;
    this.executions += 1;
    this.success.add(queueMs + inputMs + inferMs + outputMs);
    this.queue.add(queueMs);
    this.compute.add(execution);
    this.ofBatchSize(rows)?.add(execution);
  }

  failed(ms: number, at: number): void {
    this.lastInference = at;
    this.fail.add(ms);
  }

  read(): ModelStatistics {
    const none = { count: 0, ns: 0 };
    return {
      name: this.name,
      version: this.version,
      last_inference: this.lastInference,
      inference_count: this.inferences,
      execution_count: this.executions,
      inference_stats: {
        success: this.success.read(),
        fail: this.fail.read(),
        queue: this.queue.read(),
        ...this.compute.read(),
        cache_hit: none,
        cache_miss: none,
      },
      batch_stats: [...this.byBatchSize]
        .sort(([one], [other]) => one - other)
        .map(([batch_size, compute]) => ({ batch_size, ...compute.read() })),
    };
  }

  private ofBatchSize(rows: number): Compute | undefined {
    const known = this.byBatchSize.get(rows);
    if (known !== undefined || this.byBatchSize.size >= MOST_BATCH_SIZES) return known;
    const added = new Compute();
    this.byBatchSize.set(rows, added);
    return added;
  }
}

/** Inferences since the process started, by model and version, in the protocol's terms. */
export class InferenceStatistics {
  /** In order of use, the latest last. */
  private readonly versions = new Map<string, VersionStatistics>();

  /** @param at of the answer, in milliseconds since the epoch. */
  succeeded(name: string, version: string, execution: Execution, at: number): void {
    this.of(name, version).succeeded(execution, at);
  }

  failed(name: string, version: string, ms: number, at: number): void {
    this.of(name, version).failed(ms, at);
  }

  /** Those of a model and a version, or of all, by name. */
  read(name?: string, version?: string): ModelStatistics[] {
    return [...this.versions.values()]
      .filter(
        (each) => (name === undefined || each.name === name) && (version === undefined || each.version === version),
      )
      .map((each) => each.read())
      .sort((a, b) => compare(a.name, b.name) || Number(a.version) - Number(b.version));
  }

  private of(name: string, version: string): VersionStatistics {
    const key = `${version}/${name}`;
    const statistics = this.versions.get(key) ?? new VersionStatistics(name, version);
    this.versions.delete(key);
    this.versions.set(key, statistics);
    const [oldest] = this.versions.keys();
    if (this.versions.size > MOST_VERSIONS) this.versions.delete(oldest!);
    return statistics;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
