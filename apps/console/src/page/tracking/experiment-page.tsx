import { useState, type JSX } from 'react';
import { mlflowApi } from '../calls/mlflow-api.js';
import { useLoaded } from '../calls/use-loaded.js';
import { PageHead } from '../parts/page-head.js';
import { WhenLoaded } from '../parts/when-loaded.js';
import { href } from '../routing/route.js';
import { useParameter } from '../routing/use-route.js';
import { MOST_COMPARED } from './comparison.js';
import { RunTable } from './run-table.js';

const EVERY_MS = 15_000;
const MOST_RUNS = 300;

export default function ExperimentPage({ id }: { readonly id: string }): JSX.Element {
  const [filter, setFilter] = useParameter('filter');
  const experiment = useLoaded(`experiment ${id}`, (signal) => mlflowApi.experiments.get(id, { signal }));
  const runs = useLoaded(
    `runs ${id} ${filter ?? ''}`,
    async (signal) => {
      const request = { experiment_ids: [id], max_results: MOST_RUNS, order_by: ['attributes.start_time DESC'] };
      return (await mlflowApi.runs.search({ ...request, ...(filter !== undefined && { filter }) }, { signal })).runs;
    },
    EVERY_MS,
  );
  return (
    <>
      <PageHead
        title={experiment.data?.name ?? `Experiment ${id}`}
        above={[{ title: 'Experiments', href: href(['experiments']) }]}
      />
      <FilterForm key={filter} filter={filter} setFilter={setFilter} />
      <WhenLoaded
        of={runs}
        what="runs"
        isEmpty={(rows) => rows.length === 0}
        empty={filter === undefined ? 'It has no run yet.' : 'No run is of this filter.'}
      >
        {(rows) => (
          <>
            {rows.length === MOST_RUNS && <p className="quiet">The newest {MOST_RUNS}; a filter finds older ones.</p>}
            <RunTable runs={rows} most={MOST_COMPARED} />
          </>
        )}
      </WhenLoaded>
    </>
  );
}

interface FilterFormProps {
  readonly filter: string | undefined;
  readonly setFilter: (filter: string | undefined) => void;
}

function FilterForm({ filter, setFilter }: FilterFormProps): JSX.Element {
  const [text, setText] = useState(filter ?? '');
  return (
    <form
      className="filter"
      role="search"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        setFilter(text.trim() || undefined);
      }}
    >
      <label className="field">
        Filter
        <input
          type="search"
          value={text}
          onChange={({ target }) => setText(target.value)}
          placeholder="metrics.auc > 0.7 and params.layers = '3'"
          spellCheck={false}
          autoComplete="off"
        />
      </label>
      <button type="submit">Apply</button>
    </form>
  );
}
