import type { Command } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount, readNumber } from '../option-values.js';

export interface StartRolloutOptions {
  readonly maxErrorRate?: number;
  readonly maxLatencyRatio?: number;
  readonly maxLatencyMs?: number;
  readonly minRequests?: number;
  /** False where alerts are not to end it. */
  readonly alerts: boolean;
  /** Whatever the gate says of the versions. */
  readonly force?: true;
  readonly reason: string;
}

export interface ChangeRolloutOptions {
  readonly revision?: number;
  readonly reason: string;
}

const SHARES = 'VERSION=SHARE, as 4=0.1 or 4=10%; at most two';
const MOST = 1_000_000;

export const addRollout: AddCommand = (program, act) => {
  const rollouts = program
    .command('rollout')
    .summary('try versions beside the one in production: shadow, canary, split')
    .description('Puts versions on trial in the running stack. A booking is answered by the same version each time.');
  const withStack = (name: string, summary: string) =>
    withStackOptions(
      rollouts
        .command(name)
        .summary(summary)
        .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`),
    );
  const withReason = (command: Command) => command.option('--reason <text>', 'kept in the history', '');
  const withRevision = (command: Command) =>
    command.option('--revision <n>', 'only if that is still its revision', readCount(1, 1_000_000_000));

  describe(
    withReason(withStack('start <model> <mode> <shares...>', `put versions on trial: ${SHARES}`))
      .option('--max-error-rate <share>', 'beyond it a version is stopped (default: 0.01)', readNumber(0, 1))
      .option(
        '--max-latency-ratio <n>',
        'the same, of its latency over that in production (default: 3)',
        readNumber(1, 1_000),
      )
      .option('--max-latency-ms <ms>', 'the same, of its mean latency', readNumber(0.001, 60_000))
      .option('--min-requests <n>', 'recent requests that it takes to judge (default: 100)', readCount(1, MOST))
      .option('--no-alerts', 'go on whatever the monitors of the model say')
      .option('--force', 'whatever the gate says: for an admin, with a reason'),
    [
      ['rollout start churn_predictor shadow 4=1', 'version 4 scores a copy of everything, and answers nothing'],
      ['rollout start churn_predictor canary 4=5%', 'version 4 answers for one booking in twenty'],
      ['rollout start churn_predictor split 4=0.25 5=0.25', 'the champion keeps one half'],
    ],
  ).action(
    act<StartRolloutOptions>(async (session, options, [model, mode, ...shares]) => {
      const { startRollout } = await import('../registry/rollouts.js');
      await startRollout(session, options, { model: model!, mode: mode!, shares: shares.flat() });
    }),
  );
  describe(withRevision(withReason(withStack('set <model> <shares...>', `change shares: ${SHARES}`))), [
    ['rollout set churn_predictor 4=20%', 'one booking in five'],
    ['rollout set churn_predictor 4=0.5 --revision 2', 'unless somebody else has changed it'],
  ]).action(
    act<ChangeRolloutOptions>(async (session, options, [model, ...shares]) => {
      const { setRollout } = await import('../registry/rollouts.js');
      await setRollout(session, options, { model: model!, shares: shares.flat() });
    }),
  );
  describe(withRevision(withReason(withStack('end <model>', 'have the version in production answer everything'))), [
    ['rollout end churn_predictor --reason "seen enough"', 'and say why'],
  ]).action(
    act<ChangeRolloutOptions>(async (session, options, [model]) => {
      const { endRollout } = await import('../registry/rollouts.js');
      await endRollout(session, options, model!);
    }),
  );
  describe(withStack('show <model>', 'show the rollout that runs, or the last one, with its traffic and its changes'), [
    ['rollout show churn_predictor', 'how it stands'],
    [`rollout show churn_predictor --json | jq -e '.rollout.status == "running"'`, 'a gate'],
  ]).action(
    act(async (session, _options, [model]) => {
      const { showRollout } = await import('../registry/rollouts.js');
      await showRollout(session, model!);
    }),
  );
};
