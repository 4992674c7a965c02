import type { Command } from 'commander';
import { type AddCommand, describe, withStackOptions } from '../command.js';
import { readCount, readInstant } from '../option-values.js';
import type { AuditOptions } from '../registry/audit.js';
import type { HistoryOptions } from '../registry/history.js';

export const addRegistry: AddCommand = (program, act) => {
  const registry = program
    .command('registry')
    .summary('who changed what in the registry, and what the gates say')
    .description('What the registry has on record: the history of each model, every change, and what gates said.');

  describe(withHistoryOptions(registry.command('history <model>')), [
    ['registry history churn_predictor', 'from when to when, by whom and why'],
    ['registry history churn_predictor --at 2026-03-01', 'what was in production on that day'],
  ]).action(
    act(async (session, options: HistoryOptions, [model]) => {
      const { showHistory } = await import('../registry/history.js');
      await showHistory(session, model!, options);
    }),
  );
  describe(withAuditOptions(registry.command('audit')), [
    ['registry audit --model churn_predictor', 'the latest changes of a model'],
    ['registry audit --out audit.jsonl', 'the whole log, oldest first, one JSON object a line'],
  ]).action(
    act(async (session, options: AuditOptions) => {
      const { showAudit } = await import('../registry/audit.js');
      await showAudit(session, options);
    }),
  );
  const gate = withStackOptions(
    registry
      .command('gate <model> [version]')
      .summary('the rules that a version has to pass, or what they said of one')
      .description('The rules that a version has to pass to go into production, or what they said of one.'),
  );
  describe(gate, [
    ['registry gate churn_predictor', 'the rules: models/churn_predictor/gate.json'],
    ['registry gate churn_predictor 3', 'each rule with the figure of version 3 and its bound'],
  ]).action(
    act(async (session, _options, [model, version]) => {
      const { showGate } = await import('../registry/gate.js');
      await showGate(session, model!, version);
    }),
  );
  const lineage = withStackOptions(
    registry
      .command('lineage <model> <version>')
      .summary('where a version comes from: data, code, run')
      .description('Where a version comes from: its run and the parents of that, data, code, features, bundle.'),
  );
  describe(lineage, [['registry lineage churn_predictor 3', 'the data, the code and the run of version 3']]).action(
    act(async (session, _options, [model, version]) => {
      const { showLineage } = await import('../registry/lineage.js');
      await showLineage(session, model!, version!);
    }),
  );
};

function withHistoryOptions(command: Command): Command {
  return withStackOptions(
    command
      .summary('which version had which alias or stage, from when to when')
      .description('Which version had which alias or stage, from when to when, by whom and why.')
      .option('--at <instant>', 'what held at an instant alone', readInstant)
      .option('--alias <alias>', 'one alias alone'),
  );
}

function withAuditOptions(command: Command): Command {
  return withStackOptions(
    command
      .summary('every change: who, when, what, why')
      .description('Every change of the registry: who, when, what, why. Needs the role admin.')
      .option('--model <name>', 'changes of one model')
      .option('--actor <id>', 'changes by one caller, as key:abc')
      .option('--from <instant>', 'from this instant on', readInstant)
      .option('--to <instant>', 'before this instant', readInstant)
      .option('--last <count>', 'how many are shown (default: 50)', readCount(1, 1_000))
      .option('--out <file>', 'write all of them to a file, oldest first, as JSON lines'),
  );
}
