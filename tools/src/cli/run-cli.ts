import { Command } from 'commander';
import { commands } from './commands/index.js';
import type { Act } from './command.js';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-codes.js';
import { describeFailure } from './failure.js';
import type { Host } from './host.js';
import { reportTo } from './report.js';
import { openSession, type SharedOptions } from './session.js';

/** Runs one command line and answers with its exit code; nothing escapes it. */
export async function runCli(args: readonly string[], host: Host, version: string): Promise<ExitCode> {
  try {
    await declareCli(host, version).parseAsync([...args], { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    const { exitCode, text } = describeFailure(error, { debug: (host.env['BELLWETHER_DEBUG'] ?? '') !== '' });
    host.stderr.write(text);
    return exitCode;
  }
}

/** The whole command line, declared but not run. */
export function declareCli(host: Host, version: string): Command {
  const act: Act =
    (work) =>
    async (...given) => {
      // commander hands over the arguments, the options and last the command itself.
      const command = given.at(-1) as Command;
      const options = command.opts();
      const shared: SharedOptions = options;
      const report = reportTo(host, { json: shared.json === true });
      await work(openSession(host, shared, report), options as Parameters<typeof work>[1], command.args);
    };
  const program = new Command('bellwether')
    .description('Prediction services for hotels: simulate or import bookings, train, promote, predict.')
    .version(version)
    // --version behind `export` is the one of a model.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => host.stdout.columns ?? 100,
      getErrHelpWidth: () => host.stderr.columns ?? 100,
    })
    .showHelpAfterError('See --help.')
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES_HELP)
    .exitOverride();
  for (const add of commands) add(program, act);
  return program;
}
