import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startApp, type RunningApp } from '@bellwether/platform/bootstrap';
import { freePort, parseConfig } from '@bellwether/platform/config';
import { HealthRegistry } from '@bellwether/platform/health';
import { standaloneApp } from './app.js';
import { StandaloneConfig } from './config.js';
import { keptWebhookKey } from './webhook-key.js';

/** File of the home folder that tells where the stack that owns it answers. */
export const STACK_FILE = 'stack.json';

export interface StandaloneOptions {
  /** The environment to read the configuration from. */
  readonly env: NodeJS.ProcessEnv;
  /** Any free ports, and logs of errors alone: a stack for one command. */
  readonly quiet?: boolean;
}

/**
 * Starts all apps in this process.
 *
 * @throws INVALID_ARGUMENT for a wrong configuration, FAILED_PRECONDITION when another process owns the home folder.
 */
export async function startStandalone({ env, quiet = false }: StandaloneOptions): Promise<RunningApp> {
  const config = parseConfig(StandaloneConfig, quiet ? { ...env, PORT: '0', GRPC_PORT: '0', LOG_LEVEL: 'error' } : env);
  // The apps are told each other's address before they listen, so that "any port" has to become one here.
  const PORT = config.PORT === 0 ? await freePort(config.HOST) : config.PORT;
  const home = resolve(config.BELLWETHER_HOME);
  mkdirSync(home, { recursive: true });
  const webhookKey = config.MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY ?? keptWebhookKey(home);
  const running = await startApp(standaloneApp({ ...config, PORT, MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: webhookKey }));
  running.app.get(HealthRegistry).started();
  const stackFile = join(home, STACK_FILE);
  writeFileSync(stackFile, JSON.stringify({ url: running.url, grpc: running.grpcAddress, pid: process.pid }));
  return {
    ...running,
    stop: async () => {
      rmSync(stackFile, { force: true });
      await running.stop();
    },
  };
}
