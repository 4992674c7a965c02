import { expect, it } from '@jest/globals';
import { rankedMetrics } from './metric-columns.js';

it('metrics come by what people look for, then by how many runs have them, then by name', () => {
  expect(rankedMetrics([['rows', 'auc'], ['zeal', 'rows'], ['brier']])).toEqual(['auc', 'rows', 'brier', 'zeal']);
});
