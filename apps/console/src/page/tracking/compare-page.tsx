import { Fragment, type JSX, type ReactNode } from 'react';
import type { mlflow } from '@bellwether/contracts';
import { mlflowApi } from '../calls/mlflow-api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { measure, NOTHING } from '../data/format.js';
import { PageHead } from '../parts/page-head.js';
import { Status } from '../parts/status.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { useParameter } from '../routing/use-route.js';
import { ChartedMetrics } from './charted-metrics.js';
import { compareRuns, MOST_COMPARED, relativeChange, type ComparedRow } from './comparison.js';
import { nameOf, tookText } from './run-times.js';

export default function ComparePage(): JSX.Element {
  const [ids = ''] = useParameter('runs');
  const wanted = [...new Set(ids.split(',').filter(Boolean))].slice(0, MOST_COMPARED);
  const runs = useLoaded(`compare ${wanted.join(' ')}`, (signal) =>
    Promise.all(wanted.map((id) => mlflowApi.runs.get(id, { signal }))),
  );
  return (
    <>
      <PageHead
        title="Runs compared"
        above={[
          { title: 'Experiments', href: href(['experiments']) },
          ...experimentsOf(runs.data ?? []).map((id) => ({
            title: `Experiment ${id}`,
            href: href(['experiments', id]),
          })),
        ]}
      />
      <WhenLoaded
        of={runs}
        what="the runs"
        isEmpty={(loaded) => loaded.length < 2}
        empty="Choose two runs or more on the page of their experiment."
      >
        {(loaded) => (
          <>
            <ComparisonTable runs={loaded} />
            <ChartedMetrics runs={loaded} />
          </>
        )}
      </WhenLoaded>
    </>
  );
}

const experimentsOf = (runs: readonly mlflow.Run[]) => [...new Set(runs.map(({ info }) => info.experiment_id))];

function ComparisonTable({ runs }: { readonly runs: readonly mlflow.Run[] }): JSX.Element {
  const [show, setShow] = useParameter('show');
  const isAll = show === 'all';
  const { params, metrics } = compareRuns(runs);
  return (
    <>
      <label className="choice">
        <input
          type="checkbox"
          checked={!isAll}
          onChange={({ target }) => setShow(target.checked ? undefined : 'all')}
        />
        Only what differs
      </label>
      <div className="table-frame">
        <table className="comparison">
          <caption className="only-heard">Parameters and metrics of {runs.length} runs</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              {runs.map(({ info }) => (
                <th key={info.run_id} scope="col" className="number">
                  <a href={href(['runs', info.run_id])}>{nameOf(info)}</a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Row
              name="Status"
              cells={runs.map(({ info }) => (
                <Status key={info.run_id} of={info.status} />
              ))}
            />
            <Row name="Took" cells={runs.map(({ info }) => tookText(info))} />
          </tbody>
          <Group title="Parameters" rows={params} isAll={isAll} cell={(value) => value ?? NOTHING} />
          <Group title="Metrics, and the change against the first run" rows={metrics} isAll={isAll} cell={metricCell} />
        </table>
      </div>
    </>
  );
}

interface GroupProps<Value> {
  readonly title: string;
  readonly rows: readonly ComparedRow<Value>[];
  readonly isAll: boolean;
  readonly cell: (value: Value | undefined, first: Value | undefined) => ReactNode;
}

function Group<Value>({ title, rows, isAll, cell }: GroupProps<Value>): JSX.Element {
  const shown = isAll ? rows : rows.filter(({ isDifferent }) => isDifferent);
  const columns = 1 + (rows[0]?.values.length ?? 0);
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={columns} className="group">
          {title}
        </th>
      </tr>
      {shown.length === 0 && (
        <tr>
          <td colSpan={columns} className="quiet">
            {rows.length === 0 ? 'None was logged.' : 'The same in all.'}
          </td>
        </tr>
      )}
      {shown.map(({ name, values, isDifferent }) => (
        <Row
          key={name}
          name={name}
          // Where only differences are shown, each is one.
          isDifferent={isDifferent && isAll}
          cells={values.map((value) => cell(value, values[0]))}
        />
      ))}
    </tbody>
  );
}

interface RowProps {
  readonly name: string;
  readonly cells: readonly ReactNode[];
  readonly isDifferent?: boolean;
}

function Row({ name, cells, isDifferent = false }: RowProps): JSX.Element {
  return (
    <tr data-different={isDifferent || undefined}>
      <th scope="row">{name}</th>
      {cells.map((cell, i) => (
        <td key={i} className="number">
          {cell}
        </td>
      ))}
    </tr>
  );
}

function metricCell(value: number | undefined, first: number | undefined): ReactNode {
  if (value === undefined) return NOTHING;
  const change = relativeChange(value, first);
  return (
    <Fragment>
      {measure(value)}
      {change !== undefined && <span className="change">{changeText(change)}</span>}
    </Fragment>
  );
}

/** `+3.2 %`; a change that is many times the number is told as such. */
function changeText(change: number): string {
  const sign = change > 0 ? '+' : '−';
  const size = Math.abs(change);
  return size >= 10 ? `${sign}${measure(Math.round(size))} ×` : `${sign}${(size * 100).toFixed(1)} %`;
}
