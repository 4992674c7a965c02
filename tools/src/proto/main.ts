// Writes the .proto files of the contracts: node tools/dist/proto/main.js [--check] [--root FOLDER]
// With --check nothing is written, and the exit code is 1 when the committed files are not those of the schemas.
// The folder is that of libs/contracts when left out.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { operations, protoRoot, schemaNames } from '@bellwether/contracts';
import { differingPaths, generateProtos, readProtos } from './generate.js';

const { check, root } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: protoRoot } },
}).values;
mkdirSync(root, { recursive: true });
const committed = readProtos(root);
const generated = generateProtos(operations, schemaNames(), committed);

for (const path of differingPaths(committed, generated)) {
  if (check) {
    process.stderr.write(`${path} is not what the schemas say: run npm run build && node tools/dist/proto/main.js\n`);
    process.exitCode = 1;
    continue;
  }
  const file = join(root, path);
  const text = generated.get(path);
  if (text === undefined) {
    rmSync(file);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  process.stdout.write(`${text === undefined ? 'removed' : 'wrote'} ${path}\n`);
}
