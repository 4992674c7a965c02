import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '@bellwether/model-kernel/numerics';
import { cancelProbability, drawCancellationPath, MAX_MODIFICATIONS } from './cancellation.js';

const hazard = fc.record({
  level: fc.double({ min: 0.01, max: 3, noNaN: true }),
  modifying: fc.double({ min: 0, max: 0.1, noNaN: true }),
  leadDays: fc.integer({ min: 0, max: 240 }),
});

describe('cancelProbability', () => {
  it.each([
    { level: 0.35, modifying: 0.01, leadDays: 40 },
    { level: 1.2, modifying: 0.05, leadDays: 5 },
    { level: 0.1, modifying: 0.02, leadDays: 200 },
  ])('is how often drawn lives end in cancellation: %j', (h) => {
    const rng = createRng(3);
    const n = 20_000;
    let cancelled = 0;
    for (let i = 0; i < n; i++) if (drawCancellationPath(rng, h).cancelDay !== null) cancelled += 1;
    const p = cancelProbability(h);
    expect(Math.abs(cancelled / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
  });

  it('knows what the days so far have told: among lives still open after ten days, the share that ends so', () => {
    const h = { level: 0.6, modifying: 0.04, leadDays: 60 };
    const rng = createRng(5);
    const byModifications = Array.from({ length: MAX_MODIFICATIONS + 1 }, () => ({ open: 0, cancelled: 0 }));
    for (let i = 0; i < 60_000; i++) {
      const { cancelDay, modificationDays } = drawCancellationPath(rng, h);
      if (cancelDay !== null && cancelDay <= 10) continue;
      const group = byModifications[modificationDays.filter((day) => day <= 10).length]!;
      group.open += 1;
      if (cancelDay !== null) group.cancelled += 1;
    }
    byModifications.forEach(({ open, cancelled }, modifications) => {
      const p = cancelProbability(h, 10, modifications);
      expect(Math.abs(cancelled / open - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / open));
    });
  });

  it('is a probability that grows with the hazard, the modifications made and the days to come', () => {
    fc.assert(
      fc.property(hazard, (h) => {
        const p = cancelProbability(h);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(cancelProbability({ ...h, level: h.level * 1.1 })).toBeGreaterThanOrEqual(p);
        expect(cancelProbability(h, 0, 1)).toBeGreaterThanOrEqual(p - 1e-12);
        expect(cancelProbability(h, h.leadDays)).toBeCloseTo(0, 12);
        for (let day = 1; day < h.leadDays; day += 17) {
          expect(cancelProbability(h, day)).toBeLessThanOrEqual(cancelProbability(h, day - 1) + 1e-12);
        }
      }),
    );
  });

  it('without modifications is 1 − exp(−μ Σ g): 10 days at .01, 3 early at .07, 7 late at .045', () => {
    const p = cancelProbability({ level: 0.5, modifying: 0, leadDays: 10 });
    expect(p).toBeCloseTo(1 - Math.exp(-0.5 * (10 * 0.01 + 3 * 0.07 + 7 * 0.045)), 12);
  });
});

describe('drawCancellationPath', () => {
  it('keeps to the days between booking and arrival, at most three modifications, none on or after the cancellation', () => {
    const rng = createRng(9);
    fc.assert(
      fc.property(hazard, (h) => {
        const { cancelDay, modificationDays } = drawCancellationPath(rng, h);
        const end = cancelDay ?? h.leadDays + 1;
        expect(end).toBeGreaterThanOrEqual(1);
        expect(end).toBeLessThanOrEqual(h.leadDays + 1);
        expect(modificationDays.length).toBeLessThanOrEqual(MAX_MODIFICATIONS);
        expect(modificationDays).toEqual([...new Set(modificationDays)].sort((a, b) => a - b));
        expect(modificationDays.every((day) => day >= 1 && day < end)).toBe(true);
      }),
    );
  });
});
