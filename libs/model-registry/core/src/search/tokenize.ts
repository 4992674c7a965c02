import { DomainError } from '@bellwether/errors';

/** One piece of a dotted path: a bare word or quoted text. */
export interface PathPart {
  readonly text: string;
  /** The quote it stood in, or null for a bare word. */
  readonly quote: '"' | '`' | "'" | null;
}

export type Token =
  /** One or more parts joined by dots; a lone quoted part is also how a string value looks. */
  | { readonly kind: 'path'; readonly parts: readonly PathPart[] }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'operator'; readonly text: '=' | '!=' | '<' | '<=' | '>' | '>=' }
  | { readonly kind: 'punctuation'; readonly text: '(' | ')' | ',' };

/** Longest filter or order_by clause that is read, in UTF-16 units. */
export const MAX_SEARCH_TEXT = 20_000;

/**
 * Cuts a filter or an order_by clause into tokens, in one pass and without backtracking: the cost is linear in the text.
 *
 * @throws INVALID_ARGUMENT for a text that is too long, an open quote, a malformed number or a character of no token.
 */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_SEARCH_TEXT) {
    throw invalid(`a search clause may have at most ${MAX_SEARCH_TEXT} characters, got ${text.length}`);
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (isSpace(char)) {
      at += 1;
      continue;
    }
    const [token, next] = readToken(text, at, char);
    tokens.push(token);
    at = next;
  }
  return tokens;
}

function readToken(text: string, at: number, char: string): [Token, number] {
  if (char === '(' || char === ')' || char === ',') return [{ kind: 'punctuation', text: char }, at + 1];
  if (char === '=') return [{ kind: 'operator', text: '=' }, at + 1];
  if (char === '<' || char === '>') return readComparator(text, at, char);
  if (char === '!' && text[at + 1] === '=') return [{ kind: 'operator', text: '!=' }, at + 2];
  if (isDigit(char) || ((char === '-' || char === '+' || char === '.') && startsNumber(text, at))) {
    return readNumber(text, at);
  }
  if (isQuote(char) || isWordChar(char)) return readPath(text, at);
  throw invalid(`unexpected character ${JSON.stringify(char)} at position ${at}`);
}

function readComparator(text: string, at: number, char: '<' | '>'): [Token, number] {
  if (text[at + 1] === '=') return [{ kind: 'operator', text: `${char}=` }, at + 2];
  // SQL's other spelling of "not equal".
  if (char === '<' && text[at + 1] === '>') return [{ kind: 'operator', text: '!=' }, at + 2];
  return [{ kind: 'operator', text: char }, at + 1];
}

function startsNumber(text: string, at: number): boolean {
  const next = text[at + 1];
  if (next === undefined) return false;
  return isDigit(next) || (text[at] !== '.' && next === '.');
}

/** `[+-] digits [. digits] [e [+-] digits]` */
function readNumber(text: string, start: number): [Token, number] {
  let at = start;
  if (text[at] === '-' || text[at] === '+') at += 1;
  at = skipDigits(text, at);
  if (text[at] === '.') at = skipDigits(text, at + 1);
  if (text[at] === 'e' || text[at] === 'E') {
    at += text[at + 1] === '-' || text[at + 1] === '+' ? 2 : 1;
    at = skipDigits(text, at);
  }
  const written = text.slice(start, at);
  const value = Number(written);
  const follows = text[at];
  if (!Number.isFinite(value) || (follows !== undefined && (isWordChar(follows) || isQuote(follows)))) {
    throw invalid(`malformed number at position ${start}: ${JSON.stringify(text.slice(start, at + 8))}`);
  }
  return [{ kind: 'number', value, text: written }, at];
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text[at]!)) at += 1;
  return at;
}

/** `part [. part]…`, where a part is a bare word or quoted; no white space around the dots. */
function readPath(text: string, start: number): [Token, number] {
  const parts: PathPart[] = [];
  let at = start;
  for (;;) {
    const char = text[at];
    if (char === undefined) throw invalid('a name must follow the dot at the end of the clause');
    const [part, next] = isQuote(char) ? readQuoted(text, at, char) : readWord(text, at);
    parts.push(part);
    at = next;
    if (text[at] !== '.') return [{ kind: 'path', parts }, at];
    at += 1;
  }
}

function readWord(text: string, start: number): [PathPart, number] {
  let at = start;
  while (at < text.length && isWordChar(text[at]!)) at += 1;
  if (at === start) throw invalid(`a name was expected at position ${start}`);
  return [{ text: text.slice(start, at), quote: null }, at];
}

/** A quote inside its own kind of quotes is written twice. */
function readQuoted(text: string, start: number, quote: '"' | '`' | "'"): [PathPart, number] {
  let content = '';
  let from = start + 1;
  for (;;) {
    const end = text.indexOf(quote, from);
    if (end < 0) throw invalid(`the ${quote} at position ${start} is never closed`);
    content += text.slice(from, end);
    if (text[end + 1] !== quote) return [{ text: content, quote }, end + 1];
    content += quote;
    from = end + 2;
  }
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function isQuote(char: string): char is '"' | '`' | "'" {
  return char === '"' || char === '`' || char === "'";
}

/** Letters, digits and what MLflow allows in a key besides; anything else needs quotes. */
function isWordChar(char: string): boolean {
  return (
    isDigit(char) ||
    (char >= 'a' && char <= 'z') ||
    (char >= 'A' && char <= 'Z') ||
    char === '_' ||
    char === '-' ||
    char === '/' ||
    char > '\u007f'
  );
}

function invalid(detail: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `Invalid search clause: ${detail}`);
}
