import { type ClientOf, createHttpClient, type operations } from '@bellwether/contracts';
import { MlflowClient } from '@bellwether/mlflow-js-client';

/** Every operation of every service, over HTTP. */
export type ApiClient = ClientOf<typeof operations>;

/** A stack that answers, wherever it runs. */
export interface Stack {
  readonly url: string;
  /** `host:port`; undefined where only the URL is known. */
  readonly grpcAddress: string | undefined;
  /** Whether it lives in this process and ends with the command. */
  readonly isOwn: boolean;
  readonly apiKey: string | undefined;
  readonly api: ApiClient;
  readonly registry: MlflowClient;
  close(): Promise<void>;
}

export interface StackAddress {
  readonly url: string;
  readonly grpcAddress?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Ends a stack of this process. */
  readonly stop?: () => Promise<void>;
}

/** Time for one call, in milliseconds; long work is a job that is asked about again and again. */
const CALL_TIMEOUT_MS = 30_000;

export function stackAt({ url, grpcAddress, apiKey, stop }: StackAddress): Stack {
  return {
    url,
    grpcAddress,
    isOwn: stop !== undefined,
    apiKey,
    // Not validated against the schema of this version: a newer server may answer more than this client knows.
    api: createHttpClient({
      baseUrl: url,
      timeoutMs: CALL_TIMEOUT_MS,
      validate: false,
      ...(apiKey !== undefined && { apiKey }),
    }),
    registry: new MlflowClient({
      baseUrl: url,
      ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
    }),
    close: async () => stop?.(),
  };
}
