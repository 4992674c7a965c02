import { DomainError } from '@bellwether/errors';

const MAX_URL_LENGTH = 2_048;
const MAX_SECRET_BYTES = 1_000;

/**
 * What a webhook's name may be: as the protocol's own servers have it, letters, digits and `_ - .`, begun and ended by
 * one of the first two.
 *
 * @throws INVALID_ARGUMENT
 */
export function checkWebhookName(name: string): void {
  if (/^[a-zA-Z0-9](?:[a-zA-Z0-9_.-]{0,61}[a-zA-Z0-9])?$/.test(name)) return;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `Invalid webhook name: '${name.slice(0, 100)}'. It must have 1 to 63 letters, digits, '_', '-' or '.', and begin ` +
      'and end with a letter or a digit.',
  );
}

/**
 * The address of a webhook, as it will be called. Where it leads is judged when it is called: a name that leads out today
 * may lead in tomorrow.
 *
 * @param protocols those that may be called, e.g. `https:`.
 * @throws INVALID_ARGUMENT
 */
export function readWebhookUrl(text: string, protocols: ReadonlySet<string>): string {
  const invalid = (rule: string) => new DomainError('INVALID_ARGUMENT', rule);
  if (text.trim() === '') throw invalid('Webhook URL cannot be empty or just whitespace');
  if (text.length > MAX_URL_LENGTH) throw invalid(`Invalid webhook URL: more than ${MAX_URL_LENGTH} characters`);
  if (!URL.canParse(text)) throw invalid(`Invalid webhook URL: '${text.slice(0, 200)}'`);
  const url = new URL(text);
  if (!protocols.has(url.protocol)) {
    throw invalid(`Invalid webhook URL scheme: '${url.protocol}' must be one of ${[...protocols].join(' ')}`);
  }
  if (url.username !== '' || url.password !== '') throw invalid('Invalid webhook URL: it must not hold credentials');
  if (url.hash !== '') throw invalid("Invalid webhook URL: it must not have a fragment ('#')");
  return text;
}

/** @throws INVALID_ARGUMENT for a secret that is no key. */
export function checkWebhookSecret(secret: string): void {
  const bytes = new TextEncoder().encode(secret).length;
  if (bytes >= 1 && bytes <= MAX_SECRET_BYTES) return;
  throw new DomainError('INVALID_ARGUMENT', `Webhook secret must have 1 to ${MAX_SECRET_BYTES} bytes, got ${bytes}`);
}
