import { describe, expect, it } from '@jest/globals';
import { STORED_VIEWS } from '@bellwether/feature-engineering';
import { materializedInstants } from './instants.js';

const NOW = Date.parse('2026-03-01T06:30:15.250Z');
const told = (view: string, request: object = {}) =>
  materializedInstants(STORED_VIEWS[view]!, { view, ...request }, NOW).map((at) => new Date(at * 1_000).toISOString());

describe('the instants that rows are asked for', () => {
  it('are the newest whole day, or hour of an hourly view, where none is named', () => {
    expect(told('user_features')).toEqual(['2026-03-01T00:00:00.000Z']);
    expect(told('engagement_features')).toEqual(['2026-03-01T06:00:00.000Z']);
  });

  it('are every step of a range, its ends included', () => {
    expect(told('engagement_features', { from: '2026-02-28T23:00:00Z', to: '2026-03-01T01:00:00Z' })).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-01T01:00:00.000Z',
    ]);
    expect(told('user_features', { from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:00Z' })).toHaveLength(1);
  });
});
