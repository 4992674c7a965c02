import { describe, expect, it } from '@jest/globals';
import { recordedHost } from '../../../test/recorded-host.js';
import { barLine } from './bar-progress.js';
import { lineProgress } from './line-progress.js';
import { showing } from './progress.js';

function lines() {
  const host = recordedHost();
  const show = lineProgress(host.stderr, host.now);
  return { host, show, told: () => host.written.stderr.split('\n').slice(0, -1) };
}

describe('progress as lines', () => {
  it('says a line at each tenth, however often it is told', () => {
    const { show, told } = lines();
    const progress = show('Importing');
    for (let row = 0; row < 1_000; row++) progress.update(row / 1_000, 'rows');
    progress.done('1,000 rows');
    expect(told()).toEqual([
      'Importing …',
      ...[10, 20, 30, 40, 50, 60, 70, 80, 90].map((percent) => `Importing: ${percent} % rows`),
      'Importing: 1,000 rows (0 ms)',
    ]);
  });

  it('tells a new message between tenths after a quiet while only', () => {
    const { host, show, told } = lines();
    const progress = show('Training');
    progress.update(0.01, 'period 1');
    host.advance(10_000);
    progress.update(0.02, 'period 2');
    progress.update(0.03, 'period 3');
    expect(told()).toEqual(['Training …', 'Training: 2 % period 2']);
  });

  it('says how work ended, and passes its failure on', async () => {
    const { host, show, told } = lines();
    await showing(show, 'Good', async () => ({ value: 1, outcome: 'one' }));
    const bad = showing(show, 'Bad', async () => {
      host.advance(2_000);
      throw new Error('no');
    });
    await expect(bad).rejects.toThrow('no');
    expect(told()).toEqual(['Good …', 'Good: one (0 ms)', 'Bad …', 'Bad: failed after 2.0 s']);
  });
});

describe('progress as a bar', () => {
  it('fills with the share done', () => {
    const line = barLine({ title: 'Training', share: 0.5, message: 'tree 50', elapsedMs: 1_500 }, 100);
    expect(line).toBe(`  Training  ${'█'.repeat(12)}${'░'.repeat(12)}  50 %  1.5 s  tree 50`);
  });

  it('is empty and without a percentage where the share is not known', () => {
    expect(barLine({ title: 'Opening', share: NaN, message: '', elapsedMs: 0 }, 100)).not.toMatch(/%|█/);
  });

  it('never wraps', () => {
    const line = barLine({ title: 'Training', share: 1, message: 'x'.repeat(500), elapsedMs: 0 }, 79);
    expect(line).toHaveLength(79);
  });
});
