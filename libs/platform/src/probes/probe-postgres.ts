import pg from 'pg';
import { faultsOf, note, wrong, PROBE_TIMEOUT_MS, type Probe } from './probe.js';

const OLDEST = 15;
/** What six apps take with the default pool of ten, and some for people. */
const CONNECTIONS = 80;

const ASKED = `
  SELECT current_setting('server_version') AS version,
         current_setting('server_version_num')::int / 10000 AS major,
         current_setting('max_connections')::int AS connections,
         pg_is_in_recovery() AS "readOnly",
         has_database_privilege(current_database(), 'CREATE') AS "mayCreate"`;

interface Answer {
  readonly version: string;
  readonly major: number;
  readonly connections: number;
  readonly readOnly: boolean;
  readonly mayCreate: boolean;
}

export const probePostgres: Probe = async (url) => {
  const client = new pg.Client({
    connectionString: url.href,
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    query_timeout: PROBE_TIMEOUT_MS,
    application_name: 'bellwether-doctor',
  });
  await client.connect();
  try {
    const began = performance.now();
    const { rows } = await client.query(ASKED);
    const { version, major, connections, readOnly, mayCreate } = rows[0] as unknown as Answer;
    const faults = faultsOf(
      [major < OLDEST, wrong(`PostgreSQL ${version} is too old`, `Use PostgreSQL ${OLDEST} or later.`)],
      [readOnly, wrong('it is a read-only replica', 'Name the primary.')],
      [!mayCreate, wrong('its user may not create schemas', 'GRANT CREATE ON DATABASE … TO the user.')],
      [
        connections < CONNECTIONS,
        note(
          `it takes ${connections} connections`,
          `Six apps with pools of ten want ${CONNECTIONS}: raise max_connections, or put a pooler before it.`,
        ),
      ],
    );
    return { engine: 'PostgreSQL', version, latencyMs: performance.now() - began, faults };
  } finally {
    await client.end();
  }
};
