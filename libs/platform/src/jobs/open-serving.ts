import { createHttpClient, type ClientOf, type Operation } from '@bellwether/contracts';
import { channelCredentials } from '../neighbours/channel-credentials.js';
import { openNeighbour } from '../neighbours/neighbour.js';
import type { JobContext } from './job-queue.js';
import { outgoing } from './outgoing.js';
import { requireSetting } from './require-setting.js';

/** For one push, its repetitions included. */
const PUSH_TIMEOUT_MS = 30_000;

/** Where the apps that tasks tell of data are found in the worker's settings. */
export const CUSTOMER_ANALYTICS_APP = {
  name: 'customer-analytics',
  url: 'customerAnalyticsUrl',
  grpc: 'customerAnalyticsGrpc',
};
export const FORECASTING_APP = { name: 'forecasting', url: 'forecastingUrl', grpc: 'forecastingGrpc' };

/** An app that a task tells of data. */
export interface Serving<Operations extends Readonly<Record<string, Operation>>> {
  readonly client: ClientOf<Operations>;
  close(): void;
}

/**
 * The app that is told: over gRPC where its address is known, else over HTTP.
 *
 * @param settings names of the worker's settings that have its URL and its gRPC address.
 */
export function openServing<Operations extends Readonly<Record<string, Operation>>>(
  context: JobContext,
  app: { readonly name: string; readonly url: string; readonly grpc: string },
  operations: Operations,
): Serving<Operations> {
  const address = context.settings[app.grpc];
  const sent = { operations, timeoutMs: PUSH_TIMEOUT_MS, ...outgoing(context) };
  if (address === undefined) {
    return {
      client: createHttpClient<Operations>({ baseUrl: requireSetting(context, app.url), ...sent }),
      close: () => undefined,
    };
  }
  const { tlsCaFile: caFile, tlsCertFile: certFile, tlsKeyFile: keyFile } = context.settings;
  return openNeighbour({
    name: app.name,
    address,
    credentials: channelCredentials({ caFile, certFile, keyFile }),
    ...sent,
  });
}
