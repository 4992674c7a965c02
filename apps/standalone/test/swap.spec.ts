import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import {
  eventually,
  newHome,
  prepareSmallHotel,
  removeHome,
  startStack,
  trainQuickly,
  type Stack,
} from './support/stack.js';

let stack: Stack;
let home: string;

beforeAll(async () => {
  home = await newHome();
  stack = await startStack(home);
  await prepareSmallHotel(stack);
}, 120_000);

afterAll(async () => {
  await stack?.end('SIGTERM');
  await removeHome(home);
});

/** Resident memory of the stack's process, in MB; Linux alone tells it in this place. */
const residentMb = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${stack.process.pid}/status`, 'utf8'))![1]) / 1024;

/** Fewer than the places that the gate always has, beside those that a promotion takes: however slow the machine, there is room. */
const CALLERS = 4;

/** Refused before it was worked on: overload, whose answer says when to come again. */
const isShed = (error: Error): boolean => error instanceof DomainError && error.code === 'RESOURCE_EXHAUSTED';

it('50 promotions under load reach the serving side with no failed request, and leave no memory behind', async () => {
  const second = await trainQuickly(stack, 'churn_predictor');
  const versions = ['1', second.model_version!];
  const failures: string[] = [];
  const served = new Set<string>();
  /** The version that has answered since the last of so many promotions; undefined until it has. */
  const since: { promotions: number; version?: string } = { promotions: 0 };
  const late: string[] = [];
  let asked = 0;
  let shed = 0;
  let stop = false;
  const load = Array.from({ length: CALLERS }, async (_, i) => {
    const client = i % 2 ? stack.http : stack.grpc;
    while (!stop) {
      asked += 1;
      const before = { ...since };
      await client.predictChurn({ booking_id: `BOOK0${String(10 + (asked % 40))}` }).then(
        ({ model_version }) => {
          served.add(model_version);
          // Sent after the promoted version had answered, and answered before the next was asked for.
          const isSettled = before.version !== undefined && before.promotions === since.promotions;
          if (isSettled && model_version !== before.version) late.push(model_version);
        },
        async (error: Error) => {
          if (!isShed(error)) failures.push(error.message);
          else shed += 1;
          // A client that knows of no server refuses at once: without a pause nothing else would have its turn.
          await pause(10);
        },
      );
    }
  });
  const inUse = (): Promise<string | undefined> =>
    stack.http.predictChurn({ booking_id: 'BOOK001' }).then(
      ({ model_version }) => model_version,
      (error: Error) => {
        if (isShed(error)) return undefined;
        throw error;
      },
    );
  const before = residentMb();
  try {
    for (let swap = 0; swap < 50; swap++) {
      const version = versions[swap % 2]!;
      Object.assign(since, { promotions: swap + 1, version: undefined });
      await stack.http.promoteModel({ model_name: 'churn_predictor', version });
      await eventually(`version ${version} serves`, async () => (await inUse()) === version, 10_000);
      since.version = version;
    }
  } finally {
    // Without an end the load would ask a stack that is gone, for ever.
    stop = true;
    await Promise.all(load);
  }
  const after = residentMb();
  process.stdout.write(
    `50 swaps, ${asked} requests, ${shed} shed, RSS ${before.toFixed(0)} → ${after.toFixed(0)} MB\n`,
  );
  expect(failures).toEqual([]);
  // A machine that is busy with other tests may refuse some as overload; a swap must not.
  expect(shed / asked).toBeLessThan(0.01);
  expect(late).toEqual([]);
  expect([...served].sort()).toEqual([...versions].sort());
  expect(asked).toBeGreaterThan(500);
  // Garbage of the swaps comes and goes; models that stayed would add up.
  expect(after - before).toBeLessThan(200);
}, 400_000);

it('a rollback puts the version before back in production', async () => {
  const { version: now } = await stack.http.getModelInfo({ model_name: 'churn_predictor' });
  const back = await stack.http.rollbackModel({ model_name: 'churn_predictor' });
  for (const client of [stack.http, stack.grpc]) {
    const { promotions } = await client.listPromotions({ model_name: 'churn_predictor', limit: 2 });
    expect(promotions.map(({ version }) => version)).toEqual([back.version, now]);
  }
  expect(back.version).not.toBe(now);
  await eventually('the version before serves', async () => {
    const { model_version } = await stack.http.predictChurn({ booking_id: 'BOOK001' });
    return model_version === back.version;
  });
});
