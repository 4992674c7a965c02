import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is installed; undefined, and said so, where there is none. */
export function chromiumPath(): string | undefined {
  const found = PLACES.find((path) => existsSync(path));
  if (found === undefined) console.warn(`skipped: no Chromium at ${PLACES.join(', ')}`);
  return found;
}

/** A browser that asks nothing of its maker's servers. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
