import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

it('embeds what the AssemblyScript sources compile to', () => {
  const build = fileURLToPath(new URL('../../assembly/build.mjs', import.meta.url));
  // Exits with 1, and names the stale module, when compiling gives other bytes.
  expect(() => execFileSync(process.execPath, [build, '--check'], { stdio: 'pipe' })).not.toThrow();
});
