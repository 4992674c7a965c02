import { fileURLToPath } from 'node:url';
import { createGrpcClient, createHttpClient } from '@bellwether/contracts';
import { startAppProcess, type AppProcess as PlainAppProcess } from '@bellwether/platform/testing';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** None where callers are not asked who they are. */
type Key = { readonly apiKey?: string };
const httpClient = (baseUrl: string, key: Key) => createHttpClient({ baseUrl, ...key, timeoutMs: 10_000 });
const grpcClient = (address: string, key: Key) => createGrpcClient({ address, ...key, timeoutMs: 10_000 });

/** An app in a process of its own, and clients of it. */
export interface AppProcess extends PlainAppProcess {
  readonly http: ReturnType<typeof httpClient>;
  readonly grpc: ReturnType<typeof grpcClient>;
}

/** On a machine that runs other tests too an answer may be late; what overload is refused is tested elsewhere. */
const PATIENT = { MAX_LOOP_TURN_MS: '60000' };

/**
 * Starts an app on free ports and waits until it listens.
 *
 * @param apiKey of its clients.
 */
export async function startApp(
  name: string,
  environment: Readonly<Record<string, string>>,
  apiKey?: string,
): Promise<AppProcess> {
  const app = await startAppProcess(`apps/${name}/dist/main.js`, { ...PATIENT, ...environment }, ROOT);
  const key: Key = apiKey === undefined ? {} : { apiKey };
  const grpc = grpcClient(app.grpcAddress, key);
  return {
    ...app,
    http: httpClient(app.url, key),
    grpc,
    end: (signal) => {
      grpc.close();
      return app.end(signal);
    },
  };
}
