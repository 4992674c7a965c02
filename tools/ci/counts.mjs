// Sums what every project's tests left in test-output/, cached runs included.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of all projects that have tests to run: packages of the workspace with a `test` script. */
export function projectsWithTests(root) {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return workspaces
    .flatMap((pattern) => foldersOf(root, pattern.split('/')))
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .filter(({ scripts }) => scripts?.test !== undefined)
    .map(({ name, nx }) => nx?.name ?? name);
}

/** The folders that a pattern of workspaces names, `*` being any one folder. */
function foldersOf(folder, [segment, ...rest]) {
  if (segment === undefined) return [folder];
  if (segment !== '*') return foldersOf(join(folder, segment), rest);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap((entry) => foldersOf(join(folder, entry.name), rest));
}

/** @returns counts of tests, and the names of those that failed; a suite that did not run is one failure. */
export function countTests(root, projects) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const project of projects) {
    const file = join(root, 'test-output', `${project}.json`);
    if (!existsSync(file)) {
      total.failed += 1;
      total.failures.push(`${project}: its tests did not run`);
      continue;
    }
    const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
    for (const suite of testResults) countSuite(project, suite, total);
  }
  return total;
}

function countSuite(project, { name, status, assertionResults, message }, total) {
  const suite = `${project} › ${name.split('/').slice(-2).join('/')}`;
  for (const test of assertionResults) {
    if (test.status === 'passed') total.passed += 1;
    else if (test.status === 'failed') {
      total.failed += 1;
      total.failures.push(`${suite} › ${test.fullName}`);
    } else total.skipped += 1;
  }
  if (status === 'failed' && assertionResults.every((test) => test.status !== 'failed')) {
    total.failed += 1;
    total.failures.push(`${suite}: ${message.trim().split('\n')[0]}`);
  }
}
