import { fileURLToPath } from 'node:url';
import { createGrpcClient, createHttpClient } from '@bellwether/contracts';
import { startAppProcess, type AppProcess as PlainAppProcess } from '@bellwether/platform/testing';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

const httpClient = (baseUrl: string, apiKey: string) => createHttpClient({ baseUrl, apiKey, timeoutMs: 10_000 });
const grpcClient = (address: string, apiKey: string) => createGrpcClient({ address, apiKey, timeoutMs: 10_000 });

/** An app in a process of its own, and clients of it. */
export interface AppProcess extends PlainAppProcess {
  readonly http: ReturnType<typeof httpClient>;
  readonly grpc: ReturnType<typeof grpcClient>;
}

/**
 * Starts an app on free ports and waits until it listens.
 *
 * @param apiKey of its clients.
 */
export async function startApp(
  name: string,
  environment: Readonly<Record<string, string>>,
  apiKey: string,
): Promise<AppProcess> {
  const app = await startAppProcess(`apps/${name}/dist/main.js`, environment, ROOT);
  const grpc = grpcClient(app.grpcAddress, apiKey);
  return {
    ...app,
    http: httpClient(app.url, apiKey),
    grpc,
    end: (signal) => {
      grpc.close();
      return app.end(signal);
    },
  };
}
