import { describe, expect, it } from '@jest/globals';
import { rolloutDraw } from './rollout-draw.js';

const entities = Array.from({ length: 20_000 }, (_, i) => `BOOK${String(i).padStart(5, '0')}`);

/** χ² of counts against equal ones. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('the draw of a rollout', () => {
  it('is the same each time, and another in another rollout', () => {
    // By `printf 'r1\0BOOK001' | sha256sum | head -c 12`: the format is a promise, or entities would change sides.
    expect(rolloutDraw('r1', 'BOOK001')).toBe(Number.parseInt('df96809e33b0', 16) / 2 ** 48);
    expect(rolloutDraw('r2', 'BOOK001')).not.toBe(rolloutDraw('r1', 'BOOK001'));
  });

  it('is uniform over ids that are much alike', () => {
    const counts = new Array<number>(100).fill(0);
    for (const entity of entities) counts[Math.floor(rolloutDraw('a rollout', entity) * 100)]! += 1;
    // χ² with 99 degrees of freedom is beyond 148 once in a thousand.
    expect(chiSquare(counts)).toBeLessThan(148);
  });

  it('of one rollout says nothing of another', () => {
    const cells = new Array<number>(100).fill(0);
    for (const entity of entities) {
      const [a, b] = ['first', 'second'].map((id) => Math.floor(rolloutDraw(id, entity) * 10));
      cells[a! * 10 + b!]! += 1;
    }
    expect(chiSquare(cells)).toBeLessThan(148);
  });
});
