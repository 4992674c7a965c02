import type { mlflow } from '@bellwether/contracts';

/** More than so many lines in a chart, and columns in a table, nobody compares. */
export const MOST_COMPARED = 6;

/** One name and what each run has under it; undefined where a run has nothing. */
export interface ComparedRow<Value> {
  readonly name: string;
  readonly values: readonly (Value | undefined)[];
  /** Whether two runs differ in it, one that has nothing included. */
  readonly isDifferent: boolean;
}

export interface Comparison {
  readonly params: readonly ComparedRow<string>[];
  readonly metrics: readonly ComparedRow<number>[];
}

/** Parameters and last metrics of runs side by side, by name. */
export function compareRuns(runs: readonly mlflow.Run[]): Comparison {
  return {
    params: rows(runs.map(({ data }) => new Map(data.params.map(({ key, value }) => [key, value])))),
    metrics: rows(runs.map(({ data }) => new Map(data.metrics.map(({ key, value }) => [key, value])))),
  };
}

function rows<Value>(runs: readonly ReadonlyMap<string, Value>[]): ComparedRow<Value>[] {
  const names = [...new Set(runs.flatMap((run) => [...run.keys()]))].sort();
  return names.map((name) => {
    const values = runs.map((run) => run.get(name));
    return { name, values, isDifferent: values.some((value) => !Object.is(value, values[0])) };
  });
}

/** Change of a number against that of the first run, as a share of it; undefined where that says nothing. */
export function relativeChange(value: number | undefined, base: number | undefined): number | undefined {
  if (value === undefined || base === undefined || base === 0 || Object.is(value, base)) return undefined;
  const change = (value - base) / Math.abs(base);
  return Number.isFinite(change) ? change : undefined;
}
