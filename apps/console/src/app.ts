import { fileURLToPath } from 'node:url';
import { packageVersion, type AppDefinition } from '@bellwether/platform/bootstrap';
import type { ConsoleConfig } from './config.js';
import { servePage } from './serve-page.js';

/** Where the build puts the page, beside this file. */
const PAGE_FOLDER = fileURLToPath(new URL('page', import.meta.url));

/** The page of the console. It has no operations of its own: what it shows it asks of the others, in the browser. */
export function consoleApp(config: ConsoleConfig): AppDefinition {
  return {
    name: 'console',
    version: packageVersion(import.meta.url),
    config,
    modules: [],
    operations: {},
    plugins: [servePage(PAGE_FOLDER)],
  };
}
