import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMAINS } from '@bellwether/contracts';
import { parseConfig } from '@bellwether/platform/config';
import { ensureDatabase } from '@bellwether/platform/relational';
import type { Session } from '../cli/session.js';
import { type Stack, stackAt } from '../cli/stack/stack.js';
import { stackFilePath } from '../cli/stack/stack-file.js';
import { showing } from '../cli/terminal/progress.js';
import { MODELS_FOLDER } from '../cli/training/models-folder.js';
import { serviceApps, WORKSPACE, workspaceVersion } from './app-list.js';
import { ServicesConfig } from './config.js';
import { databaseOf, environmentOf, storesOf } from './environment.js';
import { type Placed, placed } from './placing.js';
import { startProxy } from './proxy/start-proxy.js';
import { requireServers } from './servers.js';
import { SupervisedApp, type Watch } from './supervised-app.js';

/**
 * Starts every app as a process of its own on the servers that the environment names, and one address in front of them.
 *
 * @param settings that stand above the environment's.
 * @throws UNAVAILABLE naming a server that is missing, or an app that does not start; nothing is left running.
 */
export async function startServices(session: Session, settings: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const { host, home, report } = session;
  const config = parseConfig(ServicesConfig, { MODELS_DIR: MODELS_FOLDER, ...host.env, ...settings });
  const folder = join(home, 'services');
  mkdirSync(folder, { recursive: true });
  const stores = storesOf(config, folder);
  await requireServers({
    DATABASE_URL: config.DATABASE_URL,
    JOBS_URL: stores.jobs,
    EVENTS_URL: config.EVENTS_URL,
    CACHE_URL: config.CACHE_URL,
    ONLINE_URL: config.ONLINE_URL,
    ANALYTICS_URL: stores.analytics,
  });
  const apps = await placed(serviceApps(), config.HOST, config.PORT === 0);
  await showing(report.progress, 'Preparing the databases', async () => {
    for (const name of DOMAINS) await ensureDatabase(databaseOf(config.DATABASE_URL, name));
    if (stores.jobs.startsWith('postgres')) await ensureDatabase(stores.jobs);
    return { value: undefined, outcome: new URL(config.DATABASE_URL).host };
  });
  const running: SupervisedApp[] = [];
  const stopApps = async () => void (await Promise.all(running.map((app) => app.stop())));
  try {
    await startApps(session, apps, running, (app) => ({
      ...host.env,
      ...environmentOf(config, stores, app, (name) => apps.find((other) => other.name === name)!),
    }));
    const proxy = await startProxy({
      apps,
      host: config.HOST,
      port: config.PORT,
      version: workspaceVersion(),
      clock: host.clock,
    });
    const grpc = apps.find(({ name }) => name === 'customer-analytics')!.grpcAddress;
    writeFileSync(stackFilePath(home), JSON.stringify({ url: proxy.url, grpc, pid: process.pid }));
    return stackAt({
      url: proxy.url,
      grpcAddress: grpc,
      apiKey: host.env['BELLWETHER_API_KEY'],
      stop: async () => {
        rmSync(stackFilePath(home), { force: true });
        await proxy.stop();
        await stopApps();
      },
    });
  } catch (error) {
    await stopApps();
    throw error;
  }
}

function startApps(
  { report }: Session,
  apps: readonly Placed[],
  running: SupervisedApp[],
  environment: (app: Placed) => NodeJS.ProcessEnv,
): Promise<void> {
  const watch: Watch = {
    line: (app, text) => report.note(`[${app}] ${text}`),
    restarting: (app, ended, delayMs) => report.note(`[${app}] ended with ${ended}; again in ${delayMs} ms`),
  };
  return showing(report.progress, 'Starting the services', async (progress) => {
    const started = apps.map(async (app) => {
      const main = join(WORKSPACE, 'apps', app.name, 'dist/main.js');
      const plan = { name: app.name, main, cwd: WORKSPACE, environment: environment(app) };
      running.push(await SupervisedApp.start(plan, watch));
      progress.update(running.length / apps.length, app.name);
    });
    // All of them, so that none is still starting when the others are stopped.
    const failed = (await Promise.allSettled(started)).find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    for (const { name, url, grpcAddress } of apps)
      report.note(`  ${name.padEnd(20)} ${url} (HTTP)  ${grpcAddress} (gRPC)`);
    return { value: undefined, outcome: `${apps.length} processes` };
  });
}
