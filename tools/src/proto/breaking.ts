// Exits with 1 when the .proto files break callers of the last release: node tools/dist/proto/breaking.js
import { fileURLToPath } from 'node:url';
import { compareWithRelease } from './release-comparison.js';

const { release, ok, output } = compareWithRelease(fileURLToPath(new URL('../../..', import.meta.url)));
process.stdout.write(`${ok && release !== undefined ? `no break since ${release}` : output.trimEnd()}\n`);
process.exitCode = ok ? 0 : 1;
