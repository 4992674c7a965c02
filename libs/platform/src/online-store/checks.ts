import { DomainError } from '@bellwether/errors';
import type { OnlineRow } from './online-store.js';

const VIEW = /^[a-z][\w-]{0,99}$/;
const MAX_KEY_LENGTH = 256;
const MAX_ROWS = 10_000;
const MAX_TTL_SECONDS = 366 * 86_400;

export function checkView(view: string): void {
  if (VIEW.test(view)) return;
  throw new DomainError('INVALID_ARGUMENT', `view must be 1–100 letters, digits, _ or -, got ${JSON.stringify(view)}`);
}

export function checkKeys(keys: readonly string[]): void {
  if (keys.length > MAX_ROWS) {
    throw new DomainError('INVALID_ARGUMENT', `keys must number at most ${MAX_ROWS} a call, got ${keys.length}`);
  }
  const wrong = keys.find((key) => key === '' || key.length > MAX_KEY_LENGTH);
  if (wrong !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `a key must have 1–${MAX_KEY_LENGTH} characters, got ${wrong.length}`);
  }
}

export function checkRows(rows: readonly OnlineRow[], ttlSeconds: number): void {
  checkKeys(rows.map(({ key }) => key));
  if (!(ttlSeconds > 0 && ttlSeconds <= MAX_TTL_SECONDS)) {
    throw new DomainError('INVALID_ARGUMENT', `ttlSeconds must be in (0, ${MAX_TTL_SECONDS}], got ${ttlSeconds}`);
  }
  const wrong = rows.find(({ eventTime }) => !Number.isSafeInteger(eventTime));
  if (wrong !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `eventTime must be whole milliseconds, got ${wrong.eventTime}`);
  }
}
