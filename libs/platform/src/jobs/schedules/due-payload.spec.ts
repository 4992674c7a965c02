import { expect, it } from '@jest/globals';
import { duePayload } from './due-payload.js';

it('puts the day of the tick, as the zone has it, where a payload says so, and nowhere else', () => {
  const payload = { as_of: '$due_date', source: 'x$due_date', deeper: { as_of: '$due_date' }, n: 1 };
  const due = new Date('2026-03-01T19:00:00Z');
  expect(duePayload(payload, due, 'UTC')).toEqual({ ...payload, as_of: '2026-03-01' });
  expect(duePayload(payload, due, 'Asia/Jakarta')).toEqual({ ...payload, as_of: '2026-03-02' });
  for (const other of [null, '$due_date', ['$due_date'], 7]) expect(duePayload(other, due, 'UTC')).toEqual(other);
});
