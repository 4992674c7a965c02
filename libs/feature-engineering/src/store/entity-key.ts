import { DomainError } from '@bellwether/errors';
import { dayOf } from '../calendar/days.js';
import type { KeyType, StoredView } from './stored-view.js';

/** The parts of an entity's key by name, as a caller writes them. */
export type Entity = Readonly<Record<string, string | number>>;

const MAX_TEXT = 128;
const WHOLE = /^(0|-?[1-9]\d{0,14})$/;
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The key of an entity in a view: its parts, in the order of the view, joined by |. What belongs to other views is
 * welcome in the entity.
 *
 * @param path where the entity stands in the request.
 * @throws INVALID_ARGUMENT with the path of a part that is missing or malformed.
 */
export function entityKey(view: StoredView, entity: Entity, path: string): string {
  return Object.entries(view.keys)
    .map(([name, type]) => keyPart(view.name, type, entity[name], `${path}.${name}`))
    .join('|');
}

function keyPart(view: string, type: KeyType, value: string | number | undefined, path: string): string {
  if (value === undefined) throw wrongKey(path, `${view} is read by it`);
  const text = String(value);
  if (type === 'integer' && !WHOLE.test(text)) throw wrongKey(path, `must be a whole number, got '${text}'`);
  if (type === 'date') dayOrRefuse(text, path);
  if (text === '' || text.length > MAX_TEXT || CONTROL.test(text)) {
    throw wrongKey(path, `must have 1–${MAX_TEXT} characters, none of them a control character`);
  }
  return text;
}

function dayOrRefuse(text: string, path: string): void {
  try {
    dayOf(text, path);
  } catch {
    throw wrongKey(path, `must be a date YYYY-MM-DD, got '${text}'`);
  }
}

function wrongKey(path: string, message: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `${path}: ${message}`, { fields: [{ path, message }] });
}
