import { DomainError } from '@bellwether/errors';
import type { SearchDialect } from './dialect.js';
import {
  NUMERIC_COMPARATORS,
  STRING_COMPARATORS,
  type Comparison,
  type Filter,
  type ListComparator,
  type NumericComparator,
  type StringComparator,
} from './filter.js';
import { readIdentifier, type SearchIdentifier } from './identifier.js';
import { tokenize, type PathPart, type Token } from './tokenize.js';

/** Each comparison becomes a sub-query: a filter of many is a way to slow the database down. */
export const MAX_COMPARISONS = 50;
export const MAX_LIST_VALUES = 1_000;
/** Matching LIKE costs more with every `%`; a pattern with more than a few is no search but an attack. */
export const MAX_PATTERN_WILDCARDS = 8;

/**
 * Parses a search filter:
 *
 *     filter     := [ comparison { AND comparison } ]
 *     comparison := identifier ( operator | LIKE | ILIKE ) value
 *                 | identifier [ NOT ] IN '(' string { ',' string } ')'
 *     identifier := attribute | entity '.' key
 *
 * Keys and strings stand in '…', "…" or `…` when they hold more than letters, digits, `_`, `-`, `/` and dots; a metric or
 * a numeric attribute compares with a number, everything else with a quoted string.
 *
 * @throws INVALID_ARGUMENT, and nothing else, for any text that is not such a filter or asks too much.
 * @see MLflow, "Search Runs", https://mlflow.org/docs/latest/search-runs.html
 */
export function parseFilter(text: string | undefined, dialect: SearchDialect): Filter {
  const tokens = new TokenReader(tokenize(text ?? ''));
  if (tokens.atEnd()) return [];
  const comparisons = [readComparison(tokens, dialect)];
  while (!tokens.atEnd()) {
    if (!tokens.takeKeyword('AND')) throw invalid(`expected AND, got ${tokens.describeNext()}`);
    comparisons.push(readComparison(tokens, dialect));
    if (comparisons.length > MAX_COMPARISONS) {
      throw invalid(`a filter may have at most ${MAX_COMPARISONS} comparisons`);
    }
  }
  return comparisons;
}

function readComparison(tokens: TokenReader, dialect: SearchDialect): Comparison {
  const identifier = readIdentifier(tokens.takePath(), dialect, Object.keys(dialect.attributes));
  if (tokens.takeKeyword('NOT')) {
    if (!tokens.takeKeyword('IN')) throw invalid(`expected IN after NOT, got ${tokens.describeNext()}`);
    return readList(tokens, dialect, identifier, 'NOT IN');
  }
  if (tokens.takeKeyword('IN')) return readList(tokens, dialect, identifier, 'IN');
  if (identifier.entity === 'dataset') return { ...identifier, ...readString(tokens, identifier.key) };
  const { entity, key } = identifier;
  if (entity === 'metric') return { entity, key, ...readNumeric(tokens, key) };
  if (entity !== 'attribute') return { entity, key, ...readString(tokens, key) };
  return dialect.attributes[key] === 'number'
    ? { entity, type: 'number', key, ...readNumeric(tokens, key) }
    : { entity, type: 'string', key, ...readString(tokens, key) };
}

function readNumeric(tokens: TokenReader, key: string): { comparator: NumericComparator; value: number } {
  const written = tokens.takeComparator();
  const comparator = NUMERIC_COMPARATORS.find((each) => each === written);
  if (comparator === undefined) {
    throw invalid(`'${written}' does not compare the number '${key}'; use one of ${NUMERIC_COMPARATORS.join(' ')}`);
  }
  return { comparator, value: tokens.takeNumber(key) };
}

function readString(tokens: TokenReader, key: string): { comparator: StringComparator; value: string } {
  const written = tokens.takeComparator();
  const comparator = STRING_COMPARATORS.find((each) => each === written);
  if (comparator === undefined) {
    throw invalid(`'${written}' does not compare the string '${key}'; use one of ${STRING_COMPARATORS.join(' ')}`);
  }
  const value = tokens.takeString(key);
  const isPattern = comparator === 'LIKE' || comparator === 'ILIKE';
  if (isPattern && value.split('%').length - 1 > MAX_PATTERN_WILDCARDS) {
    throw invalid(`a pattern may have at most ${MAX_PATTERN_WILDCARDS} '%'`);
  }
  return { comparator, value };
}

function readList(
  tokens: TokenReader,
  dialect: SearchDialect,
  identifier: SearchIdentifier,
  comparator: ListComparator,
): Comparison {
  if (identifier.entity === 'dataset') return { ...identifier, comparator, values: readValues(tokens, identifier.key) };
  const { entity, key } = identifier;
  if (entity !== 'attribute' || !dialect.listable.includes(key)) {
    throw invalid(`only ${dialect.listable.join(', ')} can be compared with a list, not '${key}'`);
  }
  return { entity, type: 'list', key, comparator, values: readValues(tokens, key) };
}

function readValues(tokens: TokenReader, key: string): readonly string[] {
  tokens.takePunctuation('(');
  const values = [tokens.takeString(key)];
  while (!tokens.tryPunctuation(')')) {
    tokens.takePunctuation(',');
    values.push(tokens.takeString(key));
    if (values.length > MAX_LIST_VALUES) throw invalid(`a list may have at most ${MAX_LIST_VALUES} values`);
  }
  return values;
}

/** A cursor over tokens; every take either advances by what was asked for or throws. */
class TokenReader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  takePath(): readonly PathPart[] {
    const token = this.tokens[this.at];
    // 'name' in single quotes is a value, never a name.
    if (token?.kind !== 'path' || token.parts[0]!.quote === "'") {
      throw invalid(`expected an identifier, got ${this.describeNext()}`);
    }
    this.at += 1;
    return token.parts;
  }

  takeKeyword(keyword: 'AND' | 'IN' | 'NOT'): boolean {
    if (this.nextWord() !== keyword) return false;
    this.at += 1;
    return true;
  }

  takeComparator(): string {
    const token = this.tokens[this.at];
    if (token?.kind === 'operator') {
      this.at += 1;
      return token.text;
    }
    const word = this.nextWord();
    if (word !== 'LIKE' && word !== 'ILIKE') throw invalid(`expected a comparison, got ${this.describeNext()}`);
    this.at += 1;
    return word;
  }

  takeNumber(key: string): number {
    const token = this.tokens[this.at];
    if (token?.kind !== 'number') {
      throw invalid(`expected a number to compare '${key}' with, got ${this.describeNext()}`);
    }
    this.at += 1;
    return token.value;
  }

  takeString(key: string): string {
    const token = this.tokens[this.at];
    const part = token?.kind === 'path' && token.parts.length === 1 ? token.parts[0] : undefined;
    if (part === undefined || part.quote === null || part.quote === '`') {
      throw invalid(`expected a quoted string to compare '${key}' with, got ${this.describeNext()}`);
    }
    this.at += 1;
    return part.text;
  }

  tryPunctuation(text: ')'): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'punctuation' || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  takePunctuation(text: '(' | ','): void {
    const token = this.tokens[this.at];
    if (token?.kind !== 'punctuation' || token.text !== text) {
      throw invalid(`expected '${text}', got ${this.describeNext()}`);
    }
    this.at += 1;
  }

  describeNext(): string {
    const token = this.tokens[this.at];
    if (token === undefined) return 'the end of the filter';
    const text = token.kind === 'path' ? token.parts.map((part) => part.text).join('.') : token.text;
    return `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}'`;
  }

  /** The next token in capitals when it is a bare word. */
  private nextWord(): string | undefined {
    const token = this.tokens[this.at];
    if (token?.kind !== 'path' || token.parts.length !== 1 || token.parts[0]!.quote !== null) return undefined;
    return token.parts[0]!.text.toUpperCase();
  }
}

function invalid(detail: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', `Invalid filter: ${detail}`);
}
