import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { keptWebhookKey } from './webhook-key.js';

it('draws a key once, keeps it for its owner alone, and another for each stack', () => {
  const homes = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'bellwether-key-')));
  const [first, second] = homes.map(keptWebhookKey);
  expect(Buffer.from(first!, 'base64url')).toHaveLength(32);
  expect(keptWebhookKey(homes[0]!)).toBe(first);
  expect(second).not.toBe(first);
  const file = join(homes[0]!, 'webhook.key');
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([first, 0o600]);
  for (const home of homes) rmSync(home, { recursive: true });
});
