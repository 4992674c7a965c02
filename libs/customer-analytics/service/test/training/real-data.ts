import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from '@jest/globals';

/** The folder of the real data: BELLWETHER_DATA, or `shared/data` beside the repository. */
const ROOT = process.env['BELLWETHER_DATA'] ?? fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));

/**
 * A test on a file of the real data. Without the file it is skipped, saying so; in CI its absence fails.
 *
 * @param path below the data folder.
 * @param timeoutMs of the test; jest's own when absent.
 */
export function itWithRealData(
  name: string,
  path: string,
  test: (file: string) => Promise<void>,
  timeoutMs?: number,
): void {
  const file = `${ROOT}/${path}`;
  if (existsSync(file)) {
    it(name, () => test(file), timeoutMs);
  } else if (process.env['CI'] === 'true') {
    it(name, () => {
      throw new Error(`${file} must exist in CI`);
    });
  } else {
    process.stderr.write(`skipped: ${name}: ${file} is not there\n`);
    it.skip(name, () => undefined);
  }
}
