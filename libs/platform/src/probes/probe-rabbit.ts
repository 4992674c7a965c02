import { connect } from 'amqplib';
import { faultsOf, wrong, PROBE_TIMEOUT_MS, type Probe } from './probe.js';

/** Quorum queues with a delivery limit and confirmed publications are as they are used here since. */
const OLDEST: readonly [number, number] = [3, 10];

export const probeRabbit: Probe = async (url) => {
  const own = new URL(url);
  own.search = '';
  const began = performance.now();
  const connection = await connect(own.href, { timeout: PROBE_TIMEOUT_MS });
  connection.on('error', () => undefined);
  try {
    const latencyMs = performance.now() - began;
    const properties = connection.connection.serverProperties as { product?: string; version?: string };
    const { product = 'RabbitMQ', version = '0' } = properties;
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
    const faults = faultsOf([isOld, wrong(`${product} ${version} is too old`, `Use ${OLDEST.join('.')} or later.`)]);
    return { engine: product, version, latencyMs, faults };
  } finally {
    await connection.close().catch(() => undefined);
  }
};
