import type { Reproduction } from '@bellwether/contracts';
import { CommandError, UsageError } from '../command-error.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { followJob } from '../stack/follow-job.js';

/** `bellwether reproduce`. @param name `model@version`. @throws FAILED_PRECONDITION when something differs. */
export async function reproduce(session: Session, name: string): Promise<void> {
  const [, model, version] = /^([^@]+)@([1-9]\d{0,8})$/.exec(name) ?? [];
  if (model === undefined || version === undefined) {
    throw new UsageError(`'${name}' must be MODEL@VERSION, as churn_predictor@3`);
  }
  const { reproduction } = await withStack(session, ({ api }) =>
    followJob(
      session,
      `Reproducing ${name}`,
      {
        start: () => api.reproduceModelVersion({ model_name: model, version }),
        get: (job_id) => api.getRetrainJob({ job_id }),
        cancel: (job_id) => api.cancelRetrainJob({ job_id }),
      },
      ({ reproduction: made }) => (made?.identical ? 'identical' : 'not identical'),
    ),
  );
  if (reproduction === undefined) throw new Error('a reproduction ended without a comparison');
  session.report.result(reproduction, () => text(name, reproduction));
  if (reproduction.identical) return;
  throw new CommandError(
    'FAILED_PRECONDITION',
    `${name} came out different`,
    'Where training.data_fingerprint differs, the data have changed since; where training.code_version does, the code.',
  );
}

function text(name: string, { identical, differences }: Reproduction): string {
  return identical ? `${name} comes out the same, byte for byte` : differences.join('\n');
}
