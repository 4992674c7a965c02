import { describe, expect, it } from '@jest/globals';
import { isSampled, parseSamplingRules } from './sampling-rules.js';

describe('rules of sampling', () => {
  it('are none where none are given, and a list of JSON otherwise', () => {
    expect(parseSamplingRules('')).toEqual([]);
    expect(parseSamplingRules('[{"request":"batch","share":0.1}]')).toEqual([{ request: 'batch', share: 0.1 }]);
  });

  it.each([
    ['{', 'must be JSON'],
    ['[{"share":2}]', '0.share'],
    ['[{"share":1,"modle":"x"}]', 'modle'],
    ['[{"request":"many","share":1}]', '0.request'],
  ])('are refused when they are %s', (text, reason) => {
    expect(() => parseSamplingRules(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => parseSamplingRules(text)).toThrow(reason);
  });

  it('decide about an id the same each time, whatever ids look like', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `BOOK${i}`);
    for (const share of [0, 0.01, 0.5, 0.99, 1]) {
      const sampled = ids.filter((id) => isSampled(id, share));
      expect(ids.filter((id) => isSampled(id, share))).toEqual(sampled);
      const deviation = Math.sqrt(ids.length * share * (1 - share));
      expect(Math.abs(sampled.length - share * ids.length)).toBeLessThanOrEqual(4 * deviation);
    }
  });
});
