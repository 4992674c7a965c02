import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openArtifactStore } from '@bellwether/platform/artifacts';
import { createLogger } from '@bellwether/platform/logging';
import { ArtifactSweep } from './artifact-sweep.js';

it('frees the content that nothing refers to any more, keeps the rest, and survives a store that fails', async () => {
  const root = await mkdtemp(join(tmpdir(), 'bellwether-sweep-'));
  const store = await openArtifactStore(`file://${root}`);
  await store.put('kept', Buffer.from('kept'));
  await store.put('gone', Buffer.from('gone'));
  await store.delete('gone');
  const blobs = async () =>
    (await readdir(join(root, 'blobs'), { recursive: true })).filter((name) => name.includes('/'));
  expect(await blobs()).toHaveLength(2);
  const logger = createLogger({ level: 'silent', service: 'test' });
  await new ArtifactSweep(store, logger).sweep();
  expect(await blobs()).toHaveLength(1);
  expect(Buffer.from(await store.read('kept')).toString()).toBe('kept');
  const failing = Object.assign(Object.create(store) as typeof store, {
    collect: () => Promise.reject(new Error('EIO')),
  });
  await expect(new ArtifactSweep(failing, logger).sweep()).resolves.toBeUndefined();
  await rm(root, { recursive: true });
});
