import { expect, it } from '@jest/globals';
import { productionSpans } from './production-spans.js';

it('a version is in production until the next one is, and the newest still', () => {
  const [at9, at8, at7] = ['2026-01-09T00:00:00Z', '2026-01-08T00:00:00Z', '2026-01-07T00:00:00Z'] as const;
  const spans = productionSpans([
    { version: '1', promoted_at: at9 },
    { promoted_at: at8 },
    { version: '1', promoted_at: at7 },
  ]);
  expect(spans).toEqual([
    { version: '1', from: new Date(at9), to: undefined },
    { version: undefined, from: new Date(at8), to: new Date(at9) },
    { version: '1', from: new Date(at7), to: new Date(at8) },
  ]);
});
