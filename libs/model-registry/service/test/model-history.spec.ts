import { describe, expect, it } from '@jest/globals';
import { faultsOfNumbering, faultsOfPromotions } from './support/model-history.js';

const call = (version: number, from: number, to: number) => ({ version, from, to });

describe('the checker of histories', () => {
  it('takes numbers from 1 on, and concurrent calls in any order', () => {
    expect(faultsOfNumbering([call(2, 0, 5), call(1, 1, 6), call(3, 7, 8)])).toEqual([]);
  });

  it.each([
    ['a gap', [call(1, 0, 1), call(3, 2, 3)]],
    ['a double', [call(1, 0, 5), call(1, 0, 5)]],
    ['a number from the past', [call(2, 0, 1), call(1, 2, 3)]],
  ])('finds %s', (_, calls) => expect(faultsOfNumbering(calls)).not.toEqual([]));

  const promotions = [call(1, 0, 4), call(2, 2, 6), call(3, 8, 9)];
  const sight = (from: number, to: number, ...production: number[]) => ({ from, to, production });

  it('takes what can have happened', () => {
    const sights = [sight(0, 1), sight(1, 3, 1), sight(5, 7, 2), sight(7, 9, 2), sight(10, 11, 3)];
    expect(faultsOfPromotions(promotions, [1, 2, 3], sights)).toEqual([]);
    expect(faultsOfPromotions(promotions, [2, 1, 3], [sight(5, 7, 1)])).toEqual([]);
  });

  it.each([
    ['a promotion that the history lacks', [1, 2], []],
    ['an order against time', [3, 1, 2], []],
    ['two at once', [1, 2, 3], [sight(5, 5, 1, 2)]],
    ['none after the first', [1, 2, 3], [sight(7, 7)]],
    ['one before its promotion', [1, 2, 3], [sight(5, 6, 3)]],
    ['one after another took its place', [1, 2, 3], [sight(10, 11, 2)]],
  ])('finds %s', (_, order, sights) => expect(faultsOfPromotions(promotions, order, sights)).not.toEqual([]));
});
