import type { JSX } from 'react';
import { CHAMPION_ALIAS, type mlflow } from '@bellwether/contracts';
import { api } from '../calls/api.js';
import { NOTHING, shortId } from '../data/format.js';
import { ConfirmButton } from '../parts/confirm-button.js';
import { DataTable, type Column } from '../parts/data-table.js';
import { Status } from '../parts/status.js';
import { Time } from '../parts/time.js';
import { href } from '../routing/route.js';

/** Tag with what the gate said of a version when it was registered. */
const GATE_REASON = 'bellwether.gate_reason';

interface VersionTableProps {
  readonly rows: readonly mlflow.ModelVersion[];
  readonly changed: () => void;
}

export function VersionTable({ rows, changed }: VersionTableProps): JSX.Element {
  const columns: readonly Column<mlflow.ModelVersion>[] = [
    ...COLUMNS,
    { key: 'act', title: 'Change', isMinor: true, show: (row) => promote(row, changed) },
  ];
  return (
    <DataTable
      caption="Versions"
      rows={rows}
      columns={columns}
      keyOf={({ version }) => version}
      order="-version"
      orderName="versions"
    />
  );
}

const COLUMNS: readonly Column<mlflow.ModelVersion>[] = [
  { key: 'version', title: 'Version', value: ({ version }) => Number(version) },
  {
    key: 'aliases',
    title: 'Aliases',
    value: ({ aliases }) => aliases.join(' '),
    show: ({ aliases, current_stage }) => <Marks aliases={aliases} stage={current_stage} />,
  },
  {
    key: 'status',
    title: 'State',
    isMinor: true,
    value: ({ status }) => status,
    show: ({ status }) => <Status of={status} />,
  },
  {
    key: 'created',
    title: 'Registered',
    value: ({ creation_timestamp }) => creation_timestamp,
    show: ({ creation_timestamp }) => <Time at={creation_timestamp} />,
  },
  {
    key: 'gate',
    title: 'What the gate said',
    isMinor: true,
    value: ({ tags }) => tags.find(({ key }) => key === GATE_REASON)?.value,
    show: ({ tags, description }) => tags.find(({ key }) => key === GATE_REASON)?.value ?? (description || NOTHING),
  },
  {
    key: 'run',
    title: 'Run',
    isMinor: true,
    value: ({ run_id }) => run_id,
    show: ({ run_id }) => (run_id ? <a href={href(['runs', run_id])}>{shortId(run_id)}</a> : NOTHING),
  },
];

function Marks({ aliases, stage }: { readonly aliases: readonly string[]; readonly stage: string }): JSX.Element {
  const marks = [...aliases.map((alias) => `@${alias}`), ...(stage === '' || stage === 'None' ? [] : [stage])];
  if (marks.length === 0) return <>{NOTHING}</>;
  return (
    <span className="marks">
      {marks.map((mark) => (
        <span key={mark} className="mark">
          {mark}
        </span>
      ))}
    </span>
  );
}

function promote({ name, version, status, aliases }: mlflow.ModelVersion, changed: () => void): JSX.Element | null {
  if (status !== 'READY' || aliases.includes(CHAMPION_ALIAS)) return null;
  return (
    <ConfirmButton
      label={`Promote ${version}`}
      question={`Put version ${version} of ${name} into production?`}
      consequence="Every replica loads it, warms it up and changes over within seconds, without a failed request."
      act={() => api.promoteModel({ model_name: name, version })}
      done={changed}
    />
  );
}
