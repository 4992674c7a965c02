import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ArtifactStore } from '../src/artifacts/index.js';

const text = (content: string) => Buffer.from(content);

/** What the artifacts port promises, on whichever store `open` gives; `maxBytes` is the largest content it takes. */
export function describeArtifactsConformance(name: string, open: (maxBytes: number) => Promise<ArtifactStore>): void {
  describe(`artifacts port: ${name}`, () => {
    let store: ArtifactStore;
    beforeEach(async () => {
      store = await open(1_000_000);
    });

    it('gives back what was put, by its hash and size', async () => {
      const content = randomBytes(300_000);
      const sha256 = createHash('sha256').update(content).digest('hex');
      const path = 'runs/1/model folder/Modèle #1 50%.onnx';
      expect(await store.put(path, content)).toEqual({ path, bytes: 300_000, sha256 });
      expect(Buffer.compare(Buffer.from(await store.read(path)), content)).toBe(0);
      expect(Buffer.compare(await buffer(await store.get(path)), content)).toBe(0);
    });

    it('takes a stream, and an empty content', async () => {
      async function* chunks() {
        for (let i = 0; i < 10; i += 1) yield text(`chunk ${i};`);
      }
      expect((await store.put('streamed', chunks())).bytes).toBe(80);
      expect(Buffer.from(await store.read('streamed')).toString()).toMatch(/^chunk 0;.*chunk 9;$/);
      await store.put('empty', new Uint8Array(0));
      expect(await store.read('empty')).toHaveLength(0);
    });

    it('replaces content at a path, whole', async () => {
      await store.put('a', text('old'));
      await store.put('a', text('old'));
      const reader = await store.get('a');
      await store.put('a', text('new'));
      expect((await buffer(reader)).toString()).toBe('old');
      expect(Buffer.from(await store.read('a')).toString()).toBe('new');
    });

    it('lists what stands directly below a folder, in path order', async () => {
      for (const path of ['m/b.txt', 'm/a/2', 'm/a/1', 'm/C', 'n']) await store.put(path, text(path));
      expect(await store.list('m')).toEqual([
        { path: 'm/C', isDirectory: false, bytes: 3 },
        { path: 'm/a', isDirectory: true, bytes: 0 },
        { path: 'm/b.txt', isDirectory: false, bytes: 7 },
      ]);
      expect((await store.list('')).map(({ path }) => path)).toEqual(['m', 'n']);
      expect(await store.list('absent/folder')).toEqual([]);
      expect(await store.list('n')).toEqual([]);
    });

    it('deletes a file, or a folder with all below it, and leaves the rest', async () => {
      for (const path of ['m/a/1', 'm/a/2', 'm/b', 'other/a/1']) await store.put(path, text('same'));
      await store.delete('m/a');
      expect((await store.list('m')).map(({ path }) => path)).toEqual(['m/b']);
      await store.delete('m/b');
      expect((await store.list('')).map(({ path }) => path)).toEqual(['other']);
      await store.delete('m/b');
      expect(Buffer.from(await store.read('other/a/1')).toString()).toBe('same');
    });

    it('names what is absent, a folder included', async () => {
      await store.put('folder/file', text('x'));
      for (const path of ['absent', 'folder', 'folder/file/below']) {
        await expect(store.get(path)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        await expect(store.read(path)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      }
    });

    it('refuses a file in the place of a folder, and a folder in the place of a file', async () => {
      await store.put('folder/file', text('x'));
      await expect(store.put('folder', text('y'))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
      await expect(store.put('folder/file/below', text('y'))).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
      expect(Buffer.from(await store.read('folder/file')).toString()).toBe('x');
    });

    it('refuses content beyond its limit, and content whose source fails, and keeps what stood there', async () => {
      await store.put('a', text('kept'));
      async function* endless() {
        for (;;) yield Buffer.alloc(100_000);
      }
      async function* failing() {
        yield text('half');
        throw new Error('the sender went away');
      }
      await expect(store.put('a', endless())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(store.put('a', failing())).rejects.toThrow('the sender went away');
      expect(Buffer.from(await store.read('a')).toString()).toBe('kept');
    });

    it('lets many put and delete at once, and every reader see one whole content', async () => {
      const contents = Array.from({ length: 8 }, (_, i) => Buffer.alloc(50_000, i));
      await store.put('busy/x', contents[0]!);
      await Promise.all(
        contents.map(async (content, i) => {
          for (let round = 0; round < 5; round += 1) {
            await store.put('busy/x', content);
            await store.put(`busy/${i}/deep/y`, content);
            const read = Buffer.from(await store.read('busy/x'));
            expect(read).toHaveLength(50_000);
            expect(read.every((byte) => byte === read[0])).toBe(true);
            await store.delete(`busy/${i}`);
          }
        }),
      );
      expect((await store.list('busy')).map(({ path }) => path)).toEqual(['busy/x']);
    });

    it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', 'a\\..\\b', 'a\0b', '%2e%2e/x', '~/x'])(
      'refuses the path %j in every call',
      async (path) => {
        const refused = { code: 'INVALID_ARGUMENT' };
        await expect(store.put(path, text('x'))).rejects.toMatchObject(refused);
        await expect(store.get(path)).rejects.toMatchObject(refused);
        await expect(store.read(path)).rejects.toMatchObject(refused);
        await expect(store.delete(path)).rejects.toMatchObject(refused);
        if (path !== '') await expect(store.list(path)).rejects.toMatchObject(refused);
      },
    );
  });
}
