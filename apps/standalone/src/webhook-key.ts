import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_FILE = 'webhook.key';

/**
 * The key under which this stack keeps the secrets of webhooks: drawn at the first start, in a file that its owner alone
 * can read. A stack of one machine has nowhere better for it than beside its stores; others are told one.
 */
export function keptWebhookKey(home: string): string {
  const file = join(home, KEY_FILE);
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
