import { faultsOf, wrong, PROBE_TIMEOUT_MS, type Probe } from './probe.js';

/** A model registry, ours or a stock MLflow server: both answer these two. */
export const probeRegistry: Probe = async (url) => {
  const ask = (path: string) => fetch(new URL(path, url), { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  const began = performance.now();
  const [health, version] = [await ask('/health'), await ask('/version')];
  const latencyMs = performance.now() - began;
  const told = version.ok ? (await version.text()).trim() : undefined;
  const faults = faultsOf([
    !health.ok,
    wrong(`/health answers ${health.status}`, 'Is it a registry that speaks MLflow? Check the address.'),
  ]);
  return { engine: 'MLflow registry', ...(told !== undefined && { version: told }), latencyMs, faults };
};
