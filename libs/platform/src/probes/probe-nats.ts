import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { natsOptions } from '../events/nats/nats-link.js';
import { wrong, PROBE_TIMEOUT_MS, type Fault, type Probe } from './probe.js';

export const probeNats: Probe = async (url) => {
  const connection = await connect({ ...natsOptions(url), reconnect: false, timeout: PROBE_TIMEOUT_MS });
  try {
    const latencyMs = await connection.rtt();
    const version = connection.info?.version;
    return {
      engine: 'NATS',
      ...(version !== undefined && { version }),
      latencyMs,
      faults: await jetStream(connection),
    };
  } finally {
    await connection.close();
  }
};

async function jetStream(connection: NatsConnection): Promise<Fault[]> {
  try {
    await (await jetstreamManager(connection, { timeout: PROBE_TIMEOUT_MS })).getAccountInfo();
    return [];
  } catch (error) {
    const detail = `JetStream does not answer: ${(error as Error).message}`;
    return [wrong(detail, 'Start nats-server with -js and a folder (-sd), and enable JetStream for the account.')];
  }
}
