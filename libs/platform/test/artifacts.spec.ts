import { spawn, spawnSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FolderArtifactStore, openArtifactStore } from '../src/artifacts/index.js';
import { describeArtifactsConformance } from './artifacts.conformance.js';

const root = await mkdtemp(join(tmpdir(), 'bellwether-artifacts-'));
afterAll(() => rm(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = () => join(root, String((folders += 1)));

describeArtifactsConformance('a folder', (maxBytes) => openArtifactStore(`file://${newFolder()}`, { maxBytes }));

const files = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

describe('FolderArtifactStore', () => {
  it('stores the same content once, and collects it when the last reference has gone', async () => {
    const folder = newFolder();
    const store = new FolderArtifactStore(folder);
    for (const path of ['a', 'b/c', 'd']) await store.put(path, Buffer.from('same'));
    await store.put('e', Buffer.from('other'));
    expect(await files(join(folder, 'blobs'))).toBe(2);
    await store.delete('a');
    await store.delete('b');
    expect(await store.collect()).toEqual({ blobs: 0, uploads: 0, bytes: 0 });
    await store.delete('d');
    expect(await store.collect()).toEqual({ blobs: 1, uploads: 0, bytes: 4 });
    expect(await files(join(folder, 'blobs'))).toBe(1);
    expect(Buffer.from(await store.read('e')).toString()).toBe('other');
  });

  it('goes through no symbolic link, whether it names a file or a folder', async () => {
    const folder = newFolder();
    const outside = newFolder();
    const store = new FolderArtifactStore(folder);
    await store.put('a/b', Buffer.from('inside'));
    await mkdir(join(outside, 'deep'), { recursive: true });
    await writeFile(join(outside, 'deep', 'secret'), 'outside');
    await symlink(outside, join(folder, 'refs', 'a', 'out'));
    await symlink(join(outside, 'deep', 'secret'), join(folder, 'refs', 'a', 'file'));
    const refused = { code: 'PERMISSION_DENIED', message: expect.stringContaining('symbolic link') };
    for (const path of ['a/out', 'a/out/deep', 'a/out/deep/secret', 'a/file']) {
      await expect(store.read(path)).rejects.toMatchObject(refused);
      await expect(store.get(path)).rejects.toMatchObject(refused);
      await expect(store.list(path)).rejects.toMatchObject(refused);
      await expect(store.put(path, Buffer.from('x'))).rejects.toMatchObject(refused);
      await expect(store.delete(path)).rejects.toMatchObject(refused);
    }
    expect((await store.list('a')).map(({ path }) => path)).toEqual(['a/b']);
    await store.delete('a');
    expect(await readFile(join(outside, 'deep', 'secret'), 'utf8')).toBe('outside');
  });

  it('writes through no hard link: what another name refers to stays as it is', async () => {
    const folder = newFolder();
    const outside = join(newFolder(), 'secret');
    const store = new FolderArtifactStore(folder);
    await store.put('a/b', Buffer.from('inside'));
    await mkdir(join(outside, '..'), { recursive: true });
    await writeFile(outside, 'outside');
    await link(outside, join(folder, 'refs', 'a', 'linked'));
    await store.put('a/linked', Buffer.from('new'));
    await store.delete('a/linked');
    expect(await readFile(outside, 'utf8')).toBe('outside');
  });

  it('loses no artifact to a collection that runs at the same time', async () => {
    const store = new FolderArtifactStore(newFolder());
    const contents = ['x', 'y', 'z'].map((letter) => Buffer.from(letter.repeat(100)));
    let done = false;
    const collecting = (async () => {
      while (!done) await store.collect();
    })();
    try {
      await Promise.all(
        contents.map(async (content, i) => {
          for (let round = 0; round < 30; round += 1) {
            await store.put(`${i}/${round}`, content);
            await store.put(`moving/${i}`, contents[round % 3]!);
            await store.delete(`moving/${i}`);
          }
        }),
      );
    } finally {
      done = true;
      await collecting;
    }
    for (const [i, content] of contents.entries()) {
      for (let round = 0; round < 30; round += 1) {
        expect(Buffer.from(await store.read(`${i}/${round}`))).toEqual(content);
      }
    }
  });

  it('leaves uploads of the last hour alone and removes older ones', async () => {
    const folder = newFolder();
    let now = new Date();
    const store = new FolderArtifactStore(folder, { clock: () => now });
    await store.put('a', Buffer.from('a'));
    await writeFile(join(folder, 'uploads', `${now.getTime()}-crashed`), 'half');
    expect((await store.collect()).uploads).toBe(0);
    now = new Date(now.getTime() + 3_700_000);
    expect(await store.collect()).toEqual({ blobs: 0, uploads: 1, bytes: 4 });
  });

  it('starts a new blob when the file system gives the old one no more links', async () => {
    const folder = newFolder();
    const store = new FolderArtifactStore(folder);
    const { sha256 } = await store.put('a', Buffer.from('popular'));
    const blob = join(folder, 'blobs', sha256.slice(0, 2), sha256);
    // ext4 allows 65,000 links; a file system with another limit makes this test no weaker than the put itself.
    const spare = join(folder, 'spare');
    await store.put('spare-folder/x', Buffer.from('x'));
    for (let i = 0; i < 65_100; i += 1) {
      try {
        await link(blob, `${spare}-${i}`);
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('EMLINK');
        break;
      }
    }
    await store.put('b', Buffer.from('popular'));
    expect(Buffer.from(await store.read('b')).toString()).toBe('popular');
    expect(Buffer.from(await store.read('a')).toString()).toBe('popular');
  });

  it('shows old content or new, never a part, after kill −9 in the middle of puts', async () => {
    for (let round = 0; round < 3; round += 1) {
      const folder = newFolder();
      const script = new URL('./fixtures/artifact-writer.mjs', import.meta.url).pathname;
      const writer = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let puts = 0;
      for await (const _line of createInterface({ input: writer.stdout })) {
        if ((puts += 1) === 5 + round) break;
      }
      await new Promise((resolve) => setTimeout(resolve, 7 * round));
      writer.kill('SIGKILL');
      await new Promise((resolve) => writer.once('exit', resolve));
      const store = new FolderArtifactStore(folder);
      for (const { path, bytes } of await store.list('')) {
        const content = Buffer.from(await store.read(path));
        expect([content.length, bytes]).toEqual([4_000_000, 4_000_000]);
        expect(content.every((byte) => byte === content[0])).toBe(true);
      }
      expect((await store.list('')).length).toBeGreaterThanOrEqual(2);
    }
  });

  it('refuses content on a full disk with nothing half-written, and takes it when there is room again', async () => {
    const folder = newFolder();
    await mkdir(folder);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { encoding: 'utf8' });
    if (mounted.status !== 0) {
      console.warn(`not tested: a full disk, because only root may mount one (${mounted.stderr?.trim()})`);
      return;
    }
    try {
      const store = new FolderArtifactStore(folder);
      await store.put('a', Buffer.from('kept'));
      await store.put('filler', Buffer.alloc(700_000));
      await expect(store.put('a', Buffer.alloc(700_000, 1))).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
      expect(Buffer.from(await store.read('a')).toString()).toBe('kept');
      expect(await readdir(join(folder, 'uploads'))).toEqual([]);
      await store.delete('filler');
      await store.collect();
      expect((await store.put('a', Buffer.alloc(700_000, 1))).bytes).toBe(700_000);
    } finally {
      spawnSync('umount', [folder]);
    }
  });

  it.each(['file://host/x', 'file:///', '/folder', ''])('is not opened by the url %j', async (url) => {
    await expect(openArtifactStore(url)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
