import { DomainError } from '@bellwether/errors';

/** Longer than any row: a file that goes on without a line break is no table, and must not fill the memory. */
const MAX_LINE_CHARACTERS = 1_000_000;

/** Lines that follow each other; `first` is the number of the first one, from 1. */
export interface Lines {
  readonly first: number;
  readonly texts: readonly string[];
}

/**
 * Cuts bytes into lines, as UTF-8 without its byte order mark. \r\n and \n both end a line; in a file whose first line ends
 * with \r alone, as on old Macs, so do all. Invalid bytes become U+FFFD for the reader of the line to judge.
 *
 * @param limit how many lines to give at once.
 * @throws INVALID_ARGUMENT when a line exceeds a million characters.
 */
export async function* linesOf(
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Lines, void, undefined> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let end: '\n' | '\r' | null = null;
  let first = 1;
  let texts: string[] = [];
  const take = function* (text: string): Generator<Lines> {
    texts.push(text.endsWith('\r') ? text.slice(0, -1) : text);
    if (texts.length < limit) return;
    yield { first, texts };
    first += texts.length;
    texts = [];
  };
  for await (const chunk of bytes) {
    rest += decoder.decode(chunk, { stream: true });
    end ??= lineEnd(rest);
    if (end !== null) {
      const pieces = rest.split(end);
      rest = pieces.pop()!;
      for (const piece of pieces) yield* take(piece);
    }
    if (rest.length > MAX_LINE_CHARACTERS) {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `line ${first + texts.length} must be at most ${MAX_LINE_CHARACTERS} characters: is this a text file?`,
      );
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield* take(rest);
  if (texts.length > 0) yield { first, texts };
}

/** What ends the first line of a text; null where that is not known yet. */
function lineEnd(text: string): '\n' | '\r' | null {
  const at = text.search(/[\r\n]/);
  if (at < 0 || (text[at] === '\r' && at === text.length - 1)) return null;
  return text[at] === '\r' && text[at + 1] !== '\n' ? '\r' : '\n';
}
