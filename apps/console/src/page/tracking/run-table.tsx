import { useState, type JSX } from 'react';
import type { mlflow } from '@bellwether/contracts';
import { measure, NOTHING, words } from '../data/format.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Status } from '../parts/status.js';
import { Time } from '../parts/time.js';
import { href } from '../routing/route.js';
import { rankedMetrics } from './metric-columns.js';
import { nameOf, tookMs, tookText } from './run-times.js';

/** Metrics that have a column; the others are on the page of each run. */
const MOST_METRICS = 4;

interface RunTableProps {
  readonly runs: readonly mlflow.Run[];
  /** How many can be compared at once. */
  readonly most: number;
}

/** Runs, some of which can be chosen to be compared. */
export function RunTable({ runs, most }: RunTableProps): JSX.Element {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const shown = chosen.filter((id) => runs.some(({ info }) => info.run_id === id));
  const choose = (id: string, isChosen: boolean) =>
    setChosen(isChosen ? [...shown, id] : shown.filter((other) => other !== id));
  return (
    <>
      <div className="compare-bar">
        {shown.length < 2 ? (
          <span className="quiet">Choose two runs or more to compare them.</span>
        ) : (
          <a className="button strong" href={href(['compare'], { runs: shown.join(',') })}>
            Compare {shown.length} runs
          </a>
        )}
      </div>
      <DataTable
        caption="Runs"
        rows={runs}
        columns={columnsOf(runs, { shown, most, choose })}
        keyOf={({ info }) => info.run_id}
        order="-started"
      />
    </>
  );
}

interface Choice {
  readonly shown: readonly string[];
  readonly most: number;
  readonly choose: (id: string, isChosen: boolean) => void;
}

function columnsOf(runs: readonly mlflow.Run[], choice: Choice): Column<mlflow.Run>[] {
  const metrics = rankedMetrics(runs.map(({ data }) => data.metrics.map(({ key }) => key))).slice(0, MOST_METRICS);
  return [
    {
      key: 'name',
      title: 'Run',
      value: ({ info }) => nameOf(info),
      show: ({ info }) => (
        <span className="with-choice">
          <ChoiceBox info={info} {...choice} />
          <a href={href(['runs', info.run_id])}>{nameOf(info)}</a>
        </span>
      ),
    },
    {
      key: 'status',
      title: 'Status',
      value: ({ info }) => info.status,
      show: ({ info }) => <Status of={info.status} />,
    },
    {
      key: 'started',
      title: 'Started',
      isMinor: true,
      value: ({ info }) => info.start_time,
      show: ({ info }) => (info.start_time === undefined ? NOTHING : <Time at={info.start_time} />),
    },
    {
      key: 'took',
      title: 'Took',
      isNumber: true,
      isMinor: true,
      value: ({ info }) => tookMs(info),
      show: ({ info }) => tookText(info),
    },
    ...metrics.map((name, i) => metricColumn(name, i > 0)),
  ];
}

function metricColumn(name: string, isMinor: boolean): Column<mlflow.Run> {
  const value = ({ data }: mlflow.Run) => data.metrics.find(({ key }) => key === name)?.value;
  return {
    key: `metric.${name}`,
    title: words(name),
    isNumber: true,
    isMinor,
    value,
    show: (run) => {
      const found = value(run);
      return found === undefined ? NOTHING : measure(found);
    },
  };
}

function ChoiceBox({ info, shown, most, choose }: Choice & { readonly info: mlflow.RunInfo }): JSX.Element {
  const isChosen = shown.includes(info.run_id);
  return (
    <input
      type="checkbox"
      aria-label={`Compare ${nameOf(info)}`}
      checked={isChosen}
      disabled={!isChosen && shown.length >= most}
      onChange={({ target }) => choose(info.run_id, target.checked)}
    />
  );
}
