import type { Command } from 'commander';
import { EXIT_CODES_HELP } from './exit-codes.js';
import { readUrl } from './option-values.js';
import type { Session } from './session.js';

/** What a command does once its options are read. @param args the positional arguments, in order. */
export type Work<Options> = (session: Session, options: Options, args: readonly string[]) => Promise<void>;

/** Turns work into a commander action: opens the session from the options that commands share. */
export type Act = <Options extends object>(work: Work<Options>) => (...given: unknown[]) => Promise<void>;

/** Declares one command. Its work is imported when it runs, so that help is there at once. */
export type AddCommand = (program: Command, act: Act) => void;

/** A line of an example and what it is for. */
export type Example = readonly [line: string, purpose: string];

/** Adds `--json`, and examples and exit codes to the help. */
export function describe(command: Command, examples: readonly Example[]): Command {
  const shown = examples.map(([line, purpose]) => `  # ${purpose}\n  $ bellwether ${line}`).join('\n');
  return command
    .option('--json', 'print the result as JSON, alone on stdout')
    .addHelpText('after', `\nExamples:\n${shown}\n${EXIT_CODES_HELP}`);
}

/** Adds the options that say where the stack, or its embedded stores, are. */
export function withStackOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the running stack (default: BELLWETHER_URL, else the one of the home folder)', readUrl)
    .option('--home <dir>', 'folder of the embedded stores (default: BELLWETHER_HOME, else .bellwether)');
}
