import { DomainError } from '@bellwether/errors';

/** A whole number of JSON that a double may not hold, by its digits. */
export class LongInteger {
  constructor(readonly digits: string) {}
}

/** A whole number of so many digits that it may lie above 2^53; digits of a fraction or an exponent are none. */
const LONG = /(?<![\d.eE+-])-?\d{16,20}(?![\d.eE])/;
/** A string, to be passed over, or such a number. */
const STRING_OR_LONG = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|${LONG.source}`, 'g');
/** What stands for a long number while the text is parsed: in no request of the protocol is an object a value. */
const MARK = 'bellwether.long';

/**
 * Parses JSON whose whole numbers of 64 bits are kept exactly, as `LongInteger`: JSON.parse would round them to the
 * nearest double. Texts without one, nearly all, are parsed as ever.
 *
 * @throws INVALID_ARGUMENT when the text is no JSON.
 */
export function parseExactJson(text: string): unknown {
  try {
    if (!LONG.test(text)) return JSON.parse(text);
    const marked = text.replace(STRING_OR_LONG, (token) => (token.startsWith('"') ? token : `{"${MARK}":"${token}"}`));
    return JSON.parse(marked, (_, value: unknown) => (isMarked(value) ? new LongInteger(value[MARK]) : value));
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', 'the body is not JSON', { cause });
  }
}

function isMarked(value: unknown): value is Record<typeof MARK, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, MARK) &&
    /^-?\d{16,20}$/.test(String((value as Record<string, unknown>)[MARK]))
  );
}
