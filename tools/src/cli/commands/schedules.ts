import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readJsonObject } from '../option-values.js';

export interface PutScheduleOptions {
  readonly cron: string;
  readonly payload?: Record<string, unknown>;
  readonly timeZone: string;
  readonly paused?: true;
}

export const addSchedules: AddCommand = (program, act) => {
  const schedules = program
    .command('schedules')
    .summary('jobs by the calendar: imports, trainings, features')
    .description('Keeps schedules in the running stack, whose worker enqueues a job whenever one is due.');
  const withStack = (name: string, summary: string) =>
    withStackOptions(
      schedules
        .command(name)
        .summary(summary)
        .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`),
    );

  describe(withStack('list', 'show when each is due and how its last job stands'), [
    ['schedules list', 'all of them'],
  ]).action(
    act(async (session) => {
      const { listSchedules } = await import('../scheduling/schedules.js');
      await listSchedules(session);
    }),
  );
  describe(
    withStack('put <name> <kind>', 'put a schedule, or replace the one of that name')
      .requiredOption('--cron <expression>', 'minute, hour, day of month, month, day of week; or @daily, @weekly …')
      .option('--payload <json>', 'what each job is asked; $due_date stands for its day', readJsonObject)
      .option('--time-zone <name>', 'local time that the expression is meant in', 'UTC')
      .option('--paused', 'keep it without enqueuing anything'),
    [
      [
        `schedules put nightly-import import --cron '0 2 * * *' --payload '{"dataset":"hotel-bookings","artifact_path":"ours.csv"}'`,
        'read an uploaded file anew at two every night',
      ],
      [
        `schedules put retrain retrain --cron '0 4 * * 1' --time-zone Europe/Lisbon --payload '{"model_name":"churn_predictor"}'`,
        'train on Mondays',
      ],
    ],
  ).action(
    act<PutScheduleOptions>(async (session, options, [name, kind]) => {
      const { putSchedule } = await import('../scheduling/schedules.js');
      await putSchedule(session, options, name!, kind!);
    }),
  );
  describe(withStack('remove <name>', 'forget a schedule; a job that it enqueued goes on'), [
    ['schedules remove nightly-import', 'no more imports'],
  ]).action(
    act(async (session, _options, [name]) => {
      const { removeSchedule } = await import('../scheduling/schedules.js');
      await removeSchedule(session, name!);
    }),
  );
};
