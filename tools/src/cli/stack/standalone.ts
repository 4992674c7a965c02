import type { Session } from '../session.js';
import { MODELS_FOLDER } from '../training/models-folder.js';
import { type Stack, stackAt } from './stack.js';

export interface OwnStackOptions {
  /** A stack for one command: on any free ports, and silent but for errors. */
  readonly quiet: boolean;
  /** Settings of its configuration that stand above the environment's. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts the standalone app in this process, on the stores of the home folder. */
export async function startOwnStack({ host, home }: Session, { quiet, settings }: OwnStackOptions): Promise<Stack> {
  const { startStandalone } = await import('@bellwether/app-standalone');
  const own = await startStandalone({
    env: { MODELS_DIR: MODELS_FOLDER, ...host.env, BELLWETHER_HOME: home, ...settings },
    quiet,
  });
  return stackAt({
    url: own.url,
    grpcAddress: own.grpcAddress,
    apiKey: host.env['BELLWETHER_API_KEY'],
    stop: () => own.stop(),
  });
}
