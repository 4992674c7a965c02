import { Option } from 'commander';
import { DOMAINS, ROLES, type Role } from '@bellwether/contracts';
import { type AddCommand, describe } from '../command.js';
import { readCount, readNames } from '../option-values.js';

export interface KeysOptions {
  readonly file?: string;
}

export interface CreateKeyOptions extends KeysOptions {
  readonly role: Role;
  readonly domains?: readonly string[];
  readonly days?: number;
}

export interface RotateKeyOptions extends KeysOptions {
  readonly graceHours: number;
}

const MOST_DAYS = 3_650;
const MOST_HOURS = 720;

export const addKeys: AddCommand = (program, act) => {
  const keys = program
    .command('keys')
    .summary('API keys: who may call')
    .description('Writes the file of API keys that apps read (API_KEYS_FILE). They take a change over within seconds.');
  const withFile = (name: string, summary: string) =>
    keys
      .command(name)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
      .option('--file <path>', 'the file of keys (default: API_KEYS_FILE)');

  describe(
    withFile('create <name>', 'make a key, and print it this once')
      .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
      .option('--domains <names>', `domains that it may call, of ${DOMAINS.join(', ')} (default: all)`, readNames)
      .option('--days <n>', 'after how many days it expires (default: never)', readCount(1, MOST_DAYS)),
    [['keys create booking-engine --role service --days 365 --file keys.json', 'for one year']],
  ).action(
    act<CreateKeyOptions>(async (session, options, [name]) => {
      const { createKey } = await import('../keys/keys.js');
      await createKey(session, options, name!);
    }),
  );
  describe(withFile('list', 'show the keys, without their secrets'), [['keys list', 'all of API_KEYS_FILE']]).action(
    act<KeysOptions>(async (session, options) => {
      const { listKeys } = await import('../keys/keys.js');
      await listKeys(session, options);
    }),
  );
  describe(withFile('revoke <id>', 'end a key now'), [['keys revoke k3v9w2m7x4p8', 'by its id']]).action(
    act<KeysOptions>(async (session, options, [id]) => {
      const { revokeKey } = await import('../keys/keys.js');
      await revokeKey(session, options, id!);
    }),
  );
  describe(
    withFile('rotate <id>', 'make a key in the place of another, which goes on for a while').option(
      '--grace-hours <n>',
      'for how long both are valid',
      readCount(0, MOST_HOURS),
      24,
    ),
    [['keys rotate k3v9w2m7x4p8 --grace-hours 48', 'two days to change over']],
  ).action(
    act<RotateKeyOptions>(async (session, options, [id]) => {
      const { rotateKey } = await import('../keys/keys.js');
      await rotateKey(session, options, id!);
    }),
  );
};
