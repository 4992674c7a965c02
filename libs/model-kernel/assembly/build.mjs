// Compiles the AssemblyScript kernels and embeds them as base64 in src, so that the library needs no file at run time.
//   node assembly/build.mjs           writes the embedded modules
//   node assembly/build.mjs --check   fails when compiling gives other bytes than the embedded ones
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const here = fileURLToPath(new URL('.', import.meta.url));
const MODULES = {
  growing: '../src/trees/growing.wasm.ts',
  scoring: '../src/trees/scoring.wasm.ts',
  explaining: '../src/explanation/explaining.wasm.ts',
};

async function compile(name) {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      ...[`${name}.ts`, '--outFile', `${name}.wasm`, '--baseDir', here],
      ...['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--use', 'abort='],
    ],
    {
      readFile: (file, base) => {
        try {
          return readFileSync(join(base, file), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (file, contents) => void files.set(file, contents),
    },
  );
  if (error) throw new Error(`${name}.ts: ${error.message}\n${stderr.toString()}`);
  return files.get(`${name}.wasm`);
}

function source(name, wasm) {
  const base64 = Buffer.from(wasm).toString('base64');
  const lines = base64.match(/.{1,110}/g).map((line) => `  '${line}'`);
  return `// Generated from assembly/${name}.ts by assembly/build.mjs; do not edit.\n\n/** The compiled module, ${wasm.length} bytes, base64. */\nexport const ${name.toUpperCase()}_WASM = [\n${lines.join(',\n')},\n].join('');\n`;
}

let stale = 0;
for (const [name, target] of Object.entries(MODULES)) {
  const text = source(name, await compile(name));
  const path = join(here, target);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`${target} is not what assembly/${name}.ts compiles to: run node assembly/build.mjs`);
    stale += 1;
  }
}
process.exitCode = stale === 0 ? 0 : 1;
