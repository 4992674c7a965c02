import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Rollout } from '@bellwether/contracts';
import {
  eventually,
  newHome,
  prepareSmallHotel,
  removeHome,
  startStack,
  trainQuickly,
  type Stack,
} from './support/stack.js';

const model_name = 'churn_predictor';

let stack: Stack;
let home: string;
let challenger: string;
let ids: string[];

beforeAll(async () => {
  home = await newHome();
  stack = await startStack(home);
  await prepareSmallHotel(stack);
  challenger = (await trainQuickly(stack, model_name)).model_version!;
  await stack.http.promoteModel({ model_name, version: '1' });
  await eventually('version 1 serves', async () => (await versionFor('BOOK001')) === '1');
  const { bookings } = await stack.http.listBookingsAtRisk({ days: 365, limit: 200 });
  ids = bookings.map(({ booking_id }) => booking_id);
}, 400_000);

afterAll(async () => {
  await stack?.end('SIGTERM');
  await removeHome(home);
});

const versionFor = async (booking_id: string): Promise<string> =>
  (await stack.http.predictChurn({ booking_id })).model_version;

/** The version that answers about each booking, as the batch has it. */
async function versionsInBatch(): Promise<string[]> {
  const { predictions, model_version } = await stack.http.predictChurnBatch({ booking_ids: ids });
  return predictions.map((one) => one.model_version ?? model_version);
}

async function counted(line: RegExp): Promise<number> {
  const text = await (await fetch(`${stack.url}/api/v1/ml/metrics`)).text();
  return Number(line.exec(text)?.[1] ?? 0);
}

/** Until the serving side follows the registry's shares. */
const followed = (mode: string, share: number) =>
  eventually(`a ${mode} of ${share} is followed`, async () => {
    const metric = `bellwether_rollout_share\\{model="${model_name}",version="${challenger}",mode="${mode}"\\} (\\S+)`;
    return (await counted(new RegExp(metric))) === share;
  });

describe('a canary', () => {
  let rollout: Rollout;

  it('answers its share, the same about a booking whichever way it is asked', async () => {
    const challengers = [{ version: challenger, share: 0.3 }];
    rollout = await stack.http.startRollout({ model_name, mode: 'canary', challengers });
    await followed('canary', 0.3);
    const versions = await versionsInBatch();
    const share = versions.filter((version) => version === challenger).length / ids.length;
    // Four standard deviations of a share of 200.
    expect(Math.abs(share - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / ids.length));
    expect(await versionsInBatch()).toEqual(versions);
    for (const [i, booking_id] of ids.slice(0, 30).entries()) {
      for (const client of [stack.http, stack.grpc]) {
        // Twice: the second comes from the cache, which keeps versions apart.
        const answers = [await client.predictChurn({ booking_id }), await client.predictChurn({ booking_id })];
        expect(answers.map(({ model_version }) => model_version)).toEqual([versions[i], versions[i]]);
        expect(answers[1]!.churn_probability).toBe(answers[0]!.churn_probability);
      }
    }
    const listed = await stack.http.listBookingsAtRisk({ days: 365, limit: 200 });
    for (const { booking_id, model_version = listed.model_version } of listed.bookings) {
      const i = ids.indexOf(booking_id);
      if (i >= 0) expect(model_version).toBe(versions[i]);
    }
  });

  it('puts on record what was drawn, and with which probability', async () => {
    const versions = await versionsInBatch();
    const drawn = { policy: 'challenger', propensity: 0.3, version: challenger, experiment: rollout.rollout_id };
    const kept = { policy: 'champion', propensity: 0.7, version: '1', experiment: rollout.rollout_id };
    for (const expected of [drawn, kept]) {
      const booking_id = ids[versions.indexOf(expected.version)]!;
      const { prediction_id } = await stack.http.predictChurn({ booking_id });
      await eventually('the prediction is stored', () =>
        stack.http.getPrediction({ prediction_id }).then(
          () => true,
          () => false,
        ),
      );
      expect(await stack.http.getPrediction({ prediction_id })).toMatchObject(expected);
    }
  });

  it('takes bookings from the champion alone when it grows, without a restart', async () => {
    const before = await versionsInBatch();
    await stack.http.updateRollout({ model_name, challengers: [{ version: challenger, share: 0.6 }] });
    await followed('canary', 0.6);
    const after = await versionsInBatch();
    expect(after.filter((version) => version === challenger).length).toBeGreaterThan(
      before.filter((version) => version === challenger).length,
    );
    expect(before.every((version, i) => version === '1' || after[i] === challenger)).toBe(true);
  });

  it('has its traffic told by version, and the champion answers everything once it has ended', async () => {
    await eventually('both versions have traffic', async () => {
      const { traffic } = await stack.http.getRollout({ model_name });
      return traffic.length === 2 && traffic.every(({ requests }) => requests > 10);
    });
    await stack.http.endRollout({ model_name, reason: 'seen enough' });
    await eventually('version 1 answers everything', async () => (await versionsInBatch()).every((one) => one === '1'));
  });
});

it('a shadow answers nobody, and what it scored is counted', async () => {
  const scored = () =>
    counted(new RegExp(`bellwether_shadow_predictions_total\\{model="${model_name}",outcome="scored"\\} (\\d+)`));
  await stack.http.startRollout({ model_name, mode: 'shadow', challengers: [{ version: challenger, share: 1 }] });
  await followed('shadow', 1);
  expect(new Set(await versionsInBatch())).toEqual(new Set(['1']));
  expect(await versionFor(ids[0]!)).toBe('1');
  await eventually('the copies are scored', async () => (await scored()) === ids.length + 1);
});

it('a rollback ends what is on trial, in one call', async () => {
  await stack.http.rollbackModel({ model_name });
  const { rollout } = await stack.http.getRollout({ model_name });
  expect(rollout).toMatchObject({ status: 'ended', reason: `version ${challenger} was put into production` });
  await eventually('the version before serves', async () => (await versionFor(ids[0]!)) === challenger);
});
