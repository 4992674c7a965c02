import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { faultsOf, wrong, PROBE_TIMEOUT_MS, type Probe } from './probe.js';

const OLDEST = 24;

export const probeClickHouse: Probe = async (url) => {
  const client = createClient({
    url: url.href,
    request_timeout: PROBE_TIMEOUT_MS,
    log: { level: ClickHouseLogLevel.OFF },
  });
  try {
    const began = performance.now();
    const result = await client.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' });
    const [row] = await result.json<{ readonly version: string }>();
    const version = row?.version ?? 'unknown';
    const faults = faultsOf([
      Number.parseInt(version) < OLDEST,
      wrong(`ClickHouse ${version} is too old`, `Use ClickHouse ${OLDEST} or later.`),
    ]);
    return { engine: 'ClickHouse', version, latencyMs: performance.now() - began, faults };
  } finally {
    await client.close();
  }
};
