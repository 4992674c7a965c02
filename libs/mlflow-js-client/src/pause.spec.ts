import { describe, expect, it } from '@jest/globals';
import { abortablePause } from './pause.js';

describe('a pause', () => {
  it('ends by itself', async () => {
    const begun = performance.now();
    await abortablePause(20, new AbortController().signal);
    expect(performance.now() - begun).toBeGreaterThan(15);
  });

  it('ends with the reason of its signal, at once', async () => {
    const controller = new AbortController();
    const pause = abortablePause(60_000, controller.signal);
    controller.abort(new Error('no longer wanted'));
    await expect(pause).rejects.toThrow('no longer wanted');
    await expect(abortablePause(60_000, controller.signal)).rejects.toThrow('no longer wanted');
  });
});
