import { afterEach, describe, expect, it } from '@jest/globals';
import { fakeStack, type Answers, type FakeStack } from '../../../test/fake-stack.js';
import { recordedHost } from '../../../test/recorded-host.js';
import { runCli } from '../run-cli.js';

const JOB = {
  job_id: 'train_1',
  model_name: 'churn_predictor',
  status: 'succeeded',
  progress: 1,
  message: 'done',
  estimated_duration_minutes: 1,
  mlflow_run_id: 'r1',
  created_at: '2026-03-02T00:00:00.000Z',
};

const opened: FakeStack[] = [];
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

async function run(answers: Answers, ...args: string[]) {
  const stack = await fakeStack(answers);
  opened.push(stack);
  const host = recordedHost({ cwd: '/nowhere' });
  const code = await runCli([...args, '--url', stack.url], host, '1.0.0');
  return { code, asked: stack.asked, out: host.written.stdout, err: host.written.stderr };
}

describe('bellwether trainings', () => {
  it('lists how each stands, and what came of it', async () => {
    const jobs = [
      { ...JOB, status: 'running', progress: 0.4, message: 'growing trees' },
      { ...JOB, status: 'failed', error: 'no rows' },
      { ...JOB, model_version: '3', promoted: true },
      { ...JOB, reproduction: { version: '2', identical: false, differences: [] } },
    ];
    const { out, asked } = await run(() => ({ jobs }), 'trainings', 'churn_predictor', '--status', 'failed');
    expect(asked).toEqual(['GET /api/v1/ml/retrain/jobs?limit=20&status=failed&model_name=churn_predictor']);
    const outcomes = out
      .split('\n')
      .slice(2, 6)
      .map((line) => line.split('Z  ')[1]);
    expect(outcomes).toEqual([
      '40 %, growing trees',
      'no rows',
      'version 3, in production',
      'version 2 came out different',
    ]);
    expect((await run(() => ({ jobs: [] }), 'trainings')).out).toBe('no trainings\n');
  });
});

describe('bellwether reproduce', () => {
  const reproduced = (reproduction: object) => () => ({ ...JOB, reproduction });

  it('says that a version comes out the same', async () => {
    const same = reproduced({ version: '3', identical: true, differences: [] });
    const { code, out, asked } = await run(same, 'reproduce', 'churn_predictor@3');
    expect(asked[0]).toBe('POST /api/v1/ml/models/churn_predictor/versions/3/reproduce');
    expect([code, out]).toEqual([0, 'churn_predictor@3 comes out the same, byte for byte\n']);
  });

  it('ends with 1 and what differs otherwise', async () => {
    const differences = ['training.rows: was 10, is 12'];
    const { code, out, err } = await run(
      reproduced({ version: '3', identical: false, differences }),
      ...['reproduce', 'churn_predictor@3'],
    );
    expect([code, out]).toEqual([1, 'training.rows: was 10, is 12\n']);
    expect(err).toContain('churn_predictor@3 came out different');
  });

  it.each(['churn_predictor', 'churn_predictor@', '@3', 'churn_predictor@champion'])(
    'does not take %s',
    async (name) => {
      const { code, asked } = await run(() => undefined, 'reproduce', name);
      expect([code, asked]).toEqual([2, []]);
    },
  );
});
