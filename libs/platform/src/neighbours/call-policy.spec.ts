import { describe, expect, it } from '@jest/globals';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { CallPolicy } from './call-policy.js';

/** Fails with each code in turn, then answers. */
function failing(...codes: ErrorCode[]) {
  const attempts: number[] = [];
  return {
    attempts,
    call: async (deadlineMs: number) => {
      attempts.push(deadlineMs);
      const code = codes[attempts.length - 1];
      if (code !== undefined) throw new DomainError(code, 'no');
      return 'answer';
    },
  };
}

const call = { idempotent: true, deadlineMs: 5_000, signal: undefined };
const policy = () => new CallPolicy('neighbour', () => 0.01);

describe('CallPolicy', () => {
  it('tries again what may pass, within what is left of the deadline', async () => {
    const { call: attempt, attempts } = failing('UNAVAILABLE', 'RESOURCE_EXHAUSTED');
    expect(await policy().run(call, attempt)).toBe('answer');
    expect(attempts).toHaveLength(3);
    expect(attempts[2]!).toBeLessThan(attempts[0]!);
  });

  it('asks once what does more when asked twice', async () => {
    const { call: attempt, attempts } = failing('UNAVAILABLE');
    await expect(policy().run({ ...call, idempotent: false }, attempt)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(attempts).toHaveLength(1);
  });

  it('takes a refusal for an answer', async () => {
    const { call: attempt, attempts } = failing('INVALID_ARGUMENT');
    await expect(policy().run(call, attempt)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(attempts).toHaveLength(1);
  });

  it('does not wait for another try beyond the deadline', async () => {
    const attempt = async () => {
      throw new DomainError('RESOURCE_EXHAUSTED', 'busy', { retryAfterSeconds: 30 });
    };
    const began = performance.now();
    await expect(policy().run(call, attempt)).rejects.toMatchObject({ message: 'busy' });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('spends no more retries than the budget has, and earns one by ten calls', async () => {
    const shared = policy();
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw new DomainError('ABORTED', 'lost a race');
    };
    for (let i = 0; i < 40; i++) await shared.run(call, attempt).catch(() => undefined);
    // Ten saved up, and a tenth of the calls since the first was spent.
    expect(attempts).toBeGreaterThanOrEqual(40 + 10);
    expect(attempts).toBeLessThanOrEqual(40 + 14);
  });

  it('leaves a neighbour alone that has failed five times in a row', async () => {
    const shared = policy();
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      throw new DomainError('UNAVAILABLE', 'gone');
    };
    for (let i = 0; i < 10; i++) await shared.run({ ...call, idempotent: false }, attempt).catch(() => undefined);
    expect([attempts, shared.isOpen]).toEqual([5, true]);
    await expect(shared.run(call, attempt)).rejects.toMatchObject({
      message: 'neighbour is not asked: it has failed 5 times in a row',
      retryAfterSeconds: 2,
    });
  });
});
