// Writes docs/features.md from the definitions of the views: node tools/dist/feature-docs/main.js [--check] [--page FILE]
// With --check nothing is written, and the exit code is 1 when the committed page is not that of the definitions.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CATALOGUE } from '@bellwether/feature-engineering';
import { renderCatalogue } from './render.js';

const PAGE = fileURLToPath(new URL('../../../docs/features.md', import.meta.url));

const { check, page } = parseArgs({
  options: { check: { type: 'boolean', default: false }, page: { type: 'string', default: PAGE } },
}).values;
const text = renderCatalogue(CATALOGUE);
if (existsSync(page) && readFileSync(page, 'utf8') === text) process.exit(0);
if (check) {
  process.stderr.write(`${page} is not what the definitions say: run npm run docs:features\n`);
  process.exit(1);
}
writeFileSync(page, text);
process.stdout.write(`wrote ${page}\n`);
