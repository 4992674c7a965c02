import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { recordedHost } from '../../test/recorded-host.js';
import { declareCli, runCli } from './run-cli.js';

async function run(...args: string[]) {
  const host = recordedHost();
  const exitCode = await runCli(args, host, '1.2.3');
  return { exitCode, ...host.written };
}

/** Every command that does something, as it is typed: those of a group behind its name. */
const commandsOf = (command: Command): string[] =>
  command.commands.flatMap((each) => {
    const within = commandsOf(each);
    return within.length === 0 ? [each.name()] : within.map((name) => `${each.name()} ${name}`);
  });

const COMMANDS = commandsOf(declareCli(recordedHost(), '1.2.3'));

describe('the command line', () => {
  it('has the commands of the life of a model, in that order', () => {
    expect(COMMANDS).toEqual([
      'start',
      'import',
      'simulate hotel',
      'simulate discounts',
      'simulate shop',
      'simulate rentals',
      'sources',
      'train',
      'trainings',
      'reproduce',
      'evaluate',
      'fit',
      'forecast',
      'clv',
      'segments',
      'leak-report',
      'register',
      'sign',
      'promote',
      'rollback',
      'rollout start',
      'rollout set',
      'rollout end',
      'rollout show',
      'registry history',
      'registry audit',
      'registry gate',
      'registry lineage',
      'gc',
      'predict',
      'export',
      'features',
      'quality',
      'drift',
      'monitors list',
      'monitors run',
      'monitors history',
      'schedules list',
      'schedules put',
      'schedules remove',
      'keys create',
      'keys list',
      'keys revoke',
      'keys rotate',
      'doctor',
      'bench',
    ]);
  });

  it.each(COMMANDS)('%s has help with examples of itself, --json and the exit codes', async (name) => {
    const { exitCode, stdout, stderr } = await run(...name.split(' '), '--help');
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`$ bellwether ${name}`);
    expect(stdout).toContain('--json');
    expect(stdout).toContain('Exit codes: 0 done');
  });

  it('prints its version', async () => {
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it('shows its help, as a failure, when no command is given', async () => {
    const { exitCode, stdout, stderr } = await run();
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('leak-report');
  });

  it.each([
    [['trian'], /unknown command 'trian'[^]*Did you mean train/],
    [['train', '--lerning-rate', '1'], /unknown option '--lerning-rate'/],
    [['train'], /name one model, or give --all/],
    [['train', 'churn_predictor', '--all'], /name one model, or give --all/],
    [['train', 'churn_predictor', '--test-share', '2'], /--test-share.*must be between 0 and 1/],
    [['train', 'churn_predictor', '--set', 'learning_rate'], /NAME=NUMBER/],
    [['import', 'hotel-bookings'], /missing required argument 'files'/],
    [['import', 'hotel-bookings', 'x.csv', '--source', 'Not OK'], /a–z, 0–9 and -/],
    [['import', 'flights', 'x.csv'], /dataset must be one of hotel-bookings, olist, .*, got 'flights'/],
    [['simulate', 'motel'], /unknown command 'motel'/],
    [['evaluate', 'churn_predictor', '--data', 'b.csv', '--cutoff', '2017-01-01'], /--train-data/],
    [['evaluate', 'clv', '--train-data', 'a', '--data', 'b', '--cutoff', '2017-01-01'], /churn_predictor/],
    [['evaluate', 'churn_predictor', '--train-data', 'a', '--data', 'b', '--cutoff', '2017-02-30'], /YYYY-MM-DD/],
    [['fit', '--data', 'x.csv', '--target', 'y', '--task', 'ranking'], /binary, regression/],
    [
      ['fit', '--data', 'x.csv', '--target', 'y', '--task', 'binary', '--cv', '5', '--time-column', 't'],
      /cannot be used with/,
    ],
    [['predict', 'churn'], /name what to predict and a booking/],
    [['predict', 'churn', 'BOOK001', '--features', '{days:3}'], /quotes of your shell/],
    [['predict', 'churn', 'BOOK001', '--model', 'x', '--input', 'y'], /leave out 'churn'/],
    [['predict', '--model', 'x'], /go together/],
    [['export', '--out', 'x'], /name one model, or give --all/],
    [['export', '--all', '--version', '2', '--out', 'x'], /--version is of one model/],
    [['promote', 'churn_predictor'], /missing required argument 'version'/],
    [['schedules', 'put', 'nightly', 'import'], /--cron/],
    [['bench', 'nonsense'], /no area nonsense; there are/],
    [['doctor', '--url', 'ml.internal'], /http or https/],
  ])('refuses %j as wrong usage, and says why', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says in plain words that a file is not there, before anything is started', async () => {
    const { exitCode, stdout, stderr } = await run('import', 'hotel-bookings', 'absent.csv');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe("error: there is no file or folder '/nowhere/absent.csv'\n");
  });

  it('does not start a stack of its own in the place of one that is named and does not answer', async () => {
    const { exitCode, stderr } = await run('promote', 'm', '2', '--url', 'http://127.0.0.1:9');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: no stack answers at http:\/\/127.0.0.1:9\n.*--url/);
  });
});
