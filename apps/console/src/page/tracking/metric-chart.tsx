import { useMemo, type JSX } from 'react';
import type { mlflow } from '@bellwether/contracts';
import { useLoaded } from '../calls/use-loaded.js';
import { LineChart } from '../charts/line-chart.js';
import { count, words } from '../data/format.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { axisOf, historyPoints } from './history-points.js';
import { loadHistory, MOST_POINTS } from './load-history.js';
import { nameOf } from './run-times.js';

interface MetricChartProps {
  readonly runs: readonly mlflow.Run[];
  readonly metric: string;
  /** While a run goes on, how often to look. */
  readonly everyMs?: number | undefined;
}

/** One metric of some runs over their steps. */
export function MetricChart({ runs, metric, everyMs }: MetricChartProps): JSX.Element {
  const owners = runs.filter(({ data }) => data.metrics.some(({ key }) => key === metric));
  const histories = useLoaded(
    `history ${metric} ${owners.map(({ info }) => info.run_id).join(' ')}`,
    (signal) => Promise.all(owners.map(({ info }) => loadHistory(info.run_id, metric, signal))),
    () => everyMs,
  );
  return (
    <WhenLoaded of={histories} what={words(metric)}>
      {(loaded) => <Drawn metric={metric} names={owners.map(({ info }) => nameOf(info))} histories={loaded} />}
    </WhenLoaded>
  );
}

interface DrawnProps {
  readonly metric: string;
  readonly names: readonly string[];
  readonly histories: readonly (readonly mlflow.Metric[])[];
}

function Drawn({ metric, names, histories }: DrawnProps): JSX.Element {
  const axis = axisOf(histories);
  const series = useMemo(
    () => histories.map((history, i) => ({ name: names[i]!, points: historyPoints(history, axis) })),
    // Names follow from the runs that the histories are of.
    [histories, axis],
  );
  return (
    <>
      <LineChart title={words(metric)} series={series} axis="number" axisName={axis} />
      {histories.some(({ length }) => length >= MOST_POINTS) && (
        <p className="quiet">The first {count(MOST_POINTS)} points of each.</p>
      )}
    </>
  );
}
