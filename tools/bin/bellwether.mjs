#!/usr/bin/env node
// Starts the command line. What it runs is built TypeScript: where that is missing or older than its sources, it says so,
// and for `start` builds first.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isPageStale, isStale, projectsOf } from './builds.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'tools/dist/cli/main.js');
process.title = 'bellwether';

const isOld = projectsOf(root).some((project) => isStale(project) || isPageStale(project));
if (isOld && process.argv[2] === 'start') {
  process.stderr.write('Building …\n');
  const started = performance.now();
  if (!build(root)) {
    process.stderr.write('error: the build failed, see above\n');
    process.exit(1);
  }
  process.stderr.write(`Built in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
} else if (!existsSync(main)) {
  process.stderr.write('error: not built yet: run npm run build\n');
  process.exit(1);
} else if (isOld) {
  process.stderr.write('warning: the build is older than its sources: run npm run build\n');
}

await import(main);
