import { type AddCommand, describe, withStackOptions } from '../command.js';

export const addMonitors: AddCommand = (program, act) => {
  const monitors = program
    .command('monitors')
    .summary('what watches the models, and what it saw')
    .description(
      'Monitors are data, models/NAME/monitors.json; the worker of the running stack has them look when they are due.',
    );
  const withStack = (name: string, summary: string) =>
    withStackOptions(
      monitors
        .command(name)
        .summary(summary)
        .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`),
    );

  describe(withStack('list [model]', 'show every monitor and what it saw last'), [
    ['monitors list', 'all of them'],
    ['monitors list churn_predictor', 'those of a model'],
    [`monitors list --json | jq -e '.monitors | all(.last.status != "alert")'`, 'a gate'],
  ]).action(
    act(async (session, _options, [model]) => {
      const { listMonitors } = await import('../monitoring/monitors.js');
      await listMonitors(session, model);
    }),
  );
  describe(withStack('run [monitors...]', 'have monitors look now: those named, or all that are due'), [
    ['monitors run churn-feature-drift', 'look at the features of a week'],
  ]).action(
    act(async (session, _options, ids) => {
      const { runMonitors } = await import('../monitoring/monitors.js');
      await runMonitors(session, ids.flat());
    }),
  );
  describe(withStack('history <monitor>', 'show what a monitor saw, newest first, and the evidence of the newest'), [
    ['monitors history churn-performance', 'the last twenty looks'],
  ]).action(
    act(async (session, _options, [id]) => {
      const { monitorHistory } = await import('../monitoring/monitors.js');
      await monitorHistory(session, id!);
    }),
  );
};
