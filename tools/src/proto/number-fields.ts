import { DomainError } from '@bellwether/errors';
import type { CommittedMessage } from './committed.js';

const NEW_MESSAGE: CommittedMessage = { numbers: new Map(), reservedNumbers: [], reservedNames: [] };

/**
 * Numbers the fields of a message. A field keeps the number it has in the committed file; one that is gone leaves its
 * number and name reserved; a new one takes the number after the highest ever given.
 *
 * @param message name, for error messages.
 * @param fields names, in the order of the schema.
 * @throws INVALID_ARGUMENT when a field takes a name that an earlier one had: old callers would read it as that one.
 */
export function numberFields(message: string, fields: readonly string[], committed = NEW_MESSAGE): CommittedMessage {
  const gone = [...committed.numbers].filter(([name]) => !fields.includes(name));
  const reservedNumbers = [...committed.reservedNumbers, ...gone.map(([, number]) => number)].sort((a, b) => a - b);
  const reservedNames = [...committed.reservedNames, ...gone.map(([name]) => name)].sort();
  const reused = fields.find((name) => reservedNames.includes(name));
  if (reused !== undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `${message}.${reused} must have another name, as this one is reserved; if the field was never released, ` +
        'restore the committed .proto and generate again',
    );
  }
  let last = Math.max(0, ...committed.numbers.values(), ...reservedNumbers);
  const numbers = new Map(fields.map((name) => [name, committed.numbers.get(name) ?? ++last]));
  return { numbers, reservedNumbers, reservedNames };
}
