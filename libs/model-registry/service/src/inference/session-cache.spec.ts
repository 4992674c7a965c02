import { describe, expect, it } from '@jest/globals';
import type { OnnxSession } from '@bellwether/model-kernel/onnx-runtime';
import { SessionCache } from './session-cache.js';

function tracked() {
  const released: string[] = [];
  const loaded: string[] = [];
  const load = (name: string) => async (): Promise<OnnxSession> => {
    loaded.push(name);
    return { inputs: [], outputs: [], run: async () => ({}), release: async () => void released.push(name) };
  };
  const soon = () => new Promise((resolve) => setTimeout(resolve));
  return { released, loaded, load, soon };
}

describe('SessionCache', () => {
  it('loads once, however many ask at once', async () => {
    const { loaded, load } = tracked();
    const cache = new SessionCache(2);
    await Promise.all(Array.from({ length: 10 }, () => cache.use('a', load('a'), async () => {})));
    expect(loaded).toEqual(['a']);
  });

  it('lets go of the one used longest ago', async () => {
    const { released, loaded, load, soon } = tracked();
    const cache = new SessionCache(2);
    for (const name of ['a', 'b', 'a', 'c', 'a']) await cache.use(name, load(name), async () => {});
    await soon();
    expect([loaded, released]).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('never releases a session in use', async () => {
    const { released, load, soon } = tracked();
    const cache = new SessionCache(1);
    let finish = () => {};
    const busy = cache.use('a', load('a'), () => new Promise<void>((resolve) => (finish = resolve)));
    await soon();
    await cache.use('b', load('b'), async () => {});
    cache.close();
    await soon();
    expect(released).toEqual(['b']);
    finish();
    await busy;
    await soon();
    expect(released).toEqual(['b', 'a']);
  });

  it('tells which are open, and lets go of those chosen', async () => {
    const { released, load, soon } = tracked();
    const cache = new SessionCache(3);
    for (const name of ['a/1', 'a/2', 'b/1']) await cache.use(name, load(name), async () => {});
    cache.drop((key) => key.startsWith('a/'));
    await soon();
    expect([released, cache.holds('a/1'), cache.holds('b/1')]).toEqual([['a/1', 'a/2'], false, true]);
  });

  it('tries a failed load again', async () => {
    const { load } = tracked();
    const cache = new SessionCache(1);
    await expect(
      cache.use(
        'a',
        () => Promise.reject(new Error('away')),
        async () => {},
      ),
    ).rejects.toThrow('away');
    await expect(cache.use('a', load('a'), async () => 'here')).resolves.toBe('here');
  });
});
