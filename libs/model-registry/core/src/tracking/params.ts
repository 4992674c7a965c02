import { DomainError } from '@bellwether/errors';

export interface Param {
  readonly key: string;
  readonly value: string;
}

/**
 * Which of the parameters sent are new. A parameter is written once: sending the same value again changes nothing,
 * another value is refused.
 *
 * @param stored value by key, as far as the keys sent are concerned.
 * @throws INVALID_ARGUMENT for a key sent twice with different values, or stored with another value.
 */
export function newParams(sent: readonly Param[], stored: ReadonlyMap<string, string>): Param[] {
  const added = new Map<string, string>();
  for (const { key, value } of sent) {
    const known = stored.get(key) ?? added.get(key);
    if (known === undefined) added.set(key, value);
    else if (known !== value) throw changed(key, known, value);
  }
  return [...added].map(([key, value]) => ({ key, value }));
}

function changed(key: string, known: string, value: string): DomainError {
  return new DomainError(
    'INVALID_ARGUMENT',
    `Changing param values is not allowed. Param with key='${key}' was already logged with value='${shorten(known)}'. ` +
      `Attempted logging new value '${shorten(value)}'.`,
  );
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
