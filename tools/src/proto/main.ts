// Writes the .proto files of the contracts: node tools/dist/proto/main.js [--check] [--root FOLDER]
// With --check nothing is written, and the exit code is 1 when the committed files are not those of the schemas.
// The folder is that of libs/contracts when left out.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DESCRIPTORS_FILE, operations, protoRoot, schemaNames } from '@bellwether/contracts';
import { compileDescriptors } from './descriptors.js';
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

// What reflection serves is compiled from the files as they stand now.
const descriptorsFile = join(root, DESCRIPTORS_FILE);
const descriptors = compileDescriptors(root);
if (!existsSync(descriptorsFile) || !readFileSync(descriptorsFile).equals(descriptors)) {
  if (check) {
    process.stderr.write(`${DESCRIPTORS_FILE} is not what the .proto files say: run npm run proto\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(descriptorsFile, descriptors);
    process.stdout.write(`wrote ${DESCRIPTORS_FILE}\n`);
  }
}
