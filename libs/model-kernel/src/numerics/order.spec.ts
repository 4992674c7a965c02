import { describe, expect, it } from '@jest/globals';
import { orderAscending, orderDescending } from './order.js';

describe('order', () => {
  it('sorts indices and keeps ties in order of appearance, both ways', () => {
    const values = [2, 1, 2, -3, 1];
    expect([...orderAscending(values)]).toEqual([3, 1, 4, 0, 2]);
    expect([...orderDescending(values)]).toEqual([0, 2, 1, 4, 3]);
  });
});
