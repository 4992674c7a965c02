import { describe, expect, it } from '@jest/globals';
import { pageSize, RUN_PAGE } from './max-results.js';
import { stagesOfView } from './view-type.js';

describe('pageSize', () => {
  it('is the default when absent and never above the most', () => {
    expect(pageSize(undefined, RUN_PAGE)).toBe(1_000);
    expect(pageSize(50_000, RUN_PAGE)).toBe(50_000);
    for (const wrong of [0, -1, 1.5, 50_001, NaN]) expect(() => pageSize(wrong, RUN_PAGE)).toThrow(/max_results/);
  });
});

describe('stagesOfView', () => {
  it('shows active ones unless it says otherwise', () => {
    expect([stagesOfView(undefined), stagesOfView('DELETED_ONLY'), stagesOfView('ALL')]).toEqual([
      ['active'],
      ['deleted'],
      ['active', 'deleted'],
    ]);
    expect(() => stagesOfView('toString')).toThrow(/Invalid view type 'toString'/);
  });
});
