import { InvalidArgumentError } from 'commander';

/** Readers of option values; each refuses with the rule, and the parser adds the option's name and the value. */

export function readCount(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number in ${min}–${max}.`);
  };
}

/** Whole numbers separated by commas. */
export function readCounts(min: number, max: number): (text: string) => readonly number[] {
  const read = readCount(min, max);
  return (text) => text.split(',').map((each) => read(each.trim()));
}

/** A share strictly between 0 and 1, as of a test set. */
export function readShare(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('It must be between 0 and 1.');
}

/** A number, bounds included. */
export function readNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a number in ${min}–${max}.`);
  };
}

/** A calendar day that exists. */
export function readDay(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay && new Date(text).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('It must be a day as YYYY-MM-DD.');
}

/** An instant, ISO 8601 with its zone, or a day, which is its first instant in UTC. */
export function readInstant(text: string): string {
  const isInstant = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isInstant) return new Date(text).toISOString();
  throw new InvalidArgumentError('It must be an instant as 2026-03-01T12:00:00Z, or a day as 2026-03-01.');
}

/** Gathers an option that may be given more than once. */
export function readAnother(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Gathers comma-separated names; the option may also be repeated. */
export function readNames(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return [...before, ...names];
  throw new InvalidArgumentError('It must be names separated by commas.');
}

/** Gathers settings `name=number`. */
export function readSetting(text: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const [, name, value] = /^([A-Za-z]\w*)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined && value.trim() !== '' && Number.isFinite(Number(value))) {
    return { ...before, [name]: Number(value) };
  }
  throw new InvalidArgumentError('It must be NAME=NUMBER, as learning_rate=0.05.');
}

export function readJsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It must be JSON; mind the quotes of your shell.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InvalidArgumentError('It must be a JSON object.');
}

export function readUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return text.replace(/\/+$/, '');
  throw new InvalidArgumentError('It must be an http or https URL.');
}
