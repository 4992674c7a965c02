// Prints, as one line of JSON, the services that the commit at hand releases, by its tags: [{ app, version, tag }].
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tags = execFileSync('git', ['tag', '--points-at', 'HEAD'], { cwd: root, encoding: 'utf8' }).split('\n').sort();
const released = tags
  .map((tag) => /^app-(?<app>[a-z0-9-]+)@(?<version>\d+\.\d+\.\d+.*)$/.exec(tag))
  .filter((found) => found !== null)
  .map(({ 0: tag, groups }) => ({ ...groups, tag }));
console.log(JSON.stringify(released));
