import { probeServer, type Fault, type Probed, type ServerUse } from '@bellwether/platform/probes';
import type { Finding } from './finding.js';

/** The settings that name servers, and what each is for. */
const SETTINGS: Readonly<Record<string, ServerUse>> = {
  DATABASE_URL: 'relational',
  JOBS_URL: 'jobs',
  EVENTS_URL: 'events',
  ANALYTICS_URL: 'analytics',
  ARTIFACTS_URL: 'artifacts',
  CACHE_URL: 'cache',
  ONLINE_URL: 'online',
  REGISTRY_URL: 'registry',
};
/** A setting that switches off what it would name. */
const OFF = 'off';

/** The servers that the environment names: which each is, and whether it is fit for its use. */
export async function examineServers(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const named = Object.entries(SETTINGS).filter(([name]) => ![undefined, '', OFF].includes(env[name]));
  const found = await Promise.all(
    named.map(async ([name, use]) => findingsOf(name, await probeServer(env[name]!, use))),
  );
  return found.flat();
}

function findingsOf(name: string, { engine, version, latencyMs, faults }: Probed): Finding[] {
  const answers = version !== undefined || latencyMs !== undefined;
  const shown = [engine, version, latencyMs !== undefined && `${latencyMs.toFixed(1)} ms`].filter(Boolean).join(', ');
  const served: Finding[] = faults.length > 0 && !answers ? [] : [{ what: name, status: 'ok', detail: shown }];
  return [...served, ...faults.map((fault) => findingOf(name, fault))];
}

const findingOf = (what: string, { severity, detail, advice }: Fault): Finding => ({
  what,
  status: severity,
  detail,
  advice,
});
