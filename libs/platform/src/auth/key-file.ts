import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { DOMAINS, ROLES } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

/** Most keys of one file: all are held in memory. */
const MOST_KEYS = 10_000;

const Instant = z.iso.datetime({ offset: true });

/** One key as it is kept: its secret's hash, never the secret. */
export const StoredKey = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{12}$/, 'must be 12 lower-case letters or digits'),
  /** Whose it is, for people. */
  name: z.string().min(1).max(100),
  role: z.enum(ROLES),
  /** SHA-256 of the secret, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  /** Domains that it may call; all where left out. */
  domains: z.array(z.enum(DOMAINS)).min(1).optional(),
  not_before: Instant.optional(),
  expires_at: Instant.optional(),
  rate_limit: z
    .strictObject({ per_second: z.number().positive().max(1e6), burst: z.number().min(1).max(1e6) })
    .optional(),
});
export type StoredKey = z.output<typeof StoredKey>;

const KeyFile = z.strictObject({
  keys: z
    .array(StoredKey)
    .max(MOST_KEYS)
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'each id must be there once'),
});

/** @throws INVALID_ARGUMENT when the text is no file of keys; the message has nothing of its content. */
export function parseKeys(text: string, path: string): readonly StoredKey[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be a key by mistake.
    throw new DomainError('INVALID_ARGUMENT', `${path} must be JSON`);
  }
  const parsed = KeyFile.safeParse(content);
  if (parsed.success) return parsed.data.keys;
  const faults = parsed.error.issues.slice(0, 5).map(({ path: at, message }) => `${at.join('.')}: ${message}`);
  throw new DomainError('INVALID_ARGUMENT', `${path} is not a file of keys: ${faults.join('; ')}`);
}

/** @throws INVALID_ARGUMENT when it is not there or no file of keys. */
export async function readKeyFile(path: string): Promise<readonly StoredKey[]> {
  return parseKeys(await readFile(path, 'utf8'), path);
}

/** Puts the file in place whole, so that whoever reads it never sees half of it; only its owner may read it. */
export async function writeKeyFile(path: string, keys: readonly StoredKey[]): Promise<void> {
  const text = `${JSON.stringify({ keys }, null, 2)}\n`;
  parseKeys(text, path);
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
