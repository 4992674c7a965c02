import { freePort } from '@bellwether/platform/config';
import type { ServiceApp } from './app-list.js';

/** An app with the ports that it listens on in this run. */
export interface Placed extends ServiceApp {
  readonly url: string;
  readonly grpcAddress: string;
}

/** Gives each app its own ports, or any free ones: they are told each other's before they listen. */
export async function placed(apps: readonly ServiceApp[], host: string, onAnyPort: boolean): Promise<Placed[]> {
  const result: Placed[] = [];
  for (const app of apps) {
    const http = onAnyPort ? await freePort(host) : app.http;
    const grpc = onAnyPort ? await freePort(host) : app.grpc;
    result.push({ ...app, http, grpc, url: `http://${host}:${http}`, grpcAddress: `${host}:${grpc}` });
  }
  return result;
}
