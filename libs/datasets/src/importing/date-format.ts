import { DomainError } from '@bellwether/errors';

const PARTS = {
  YYYY: '\\d{4}',
  MM: '\\d{1,2}',
  DD: '\\d{1,2}',
  HH: '\\d{1,2}',
  mm: '\\d{1,2}',
  ss: '\\d{1,2}',
} as const;
type Part = keyof typeof PARTS;
const PART = /YYYY|MM|DD|HH|mm|ss/g;

/**
 * Rewrites texts of a format as ISO 8601: `DD/MM/YYYY HH:mm` makes 2011-12-09T08:26:00 of 9/12/2011 8:26, and a format
 * without hours a day.
 *
 * @returns a function that gives null where a text is not of the format.
 * @throws INVALID_ARGUMENT when the format lacks the year, month or day, or names a part twice.
 */
export function dateFormat(format: string): (text: string) => string | null {
  const parts: readonly string[] = format.match(PART) ?? [];
  const isWhole = ['YYYY', 'MM', 'DD'].every((part) => parts.includes(part));
  if (!isWhole || new Set(parts).size !== parts.length) {
    const message = `date_format must have YYYY, MM and DD, may have HH, mm and ss, each once; got '${format}'`;
    throw new DomainError('INVALID_ARGUMENT', message, { fields: [{ path: 'mapping.date_format', message }] });
  }
  const pattern = new RegExp(`^${format.split(PART).map(escaped).reduce(withPart(parts))}$`);
  return (text) => {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) return null;
    const two = (part: Part) => (found[part] ?? '0').padStart(2, '0');
    const day = `${found['YYYY']}-${two('MM')}-${two('DD')}`;
    return parts.includes('HH') ? `${day}T${two('HH')}:${two('mm')}:${two('ss')}` : day;
  };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

const withPart =
  (parts: readonly string[]) =>
  (before: string, after: string, i: number): string => {
    const part = parts[i - 1] as Part;
    return `${before}(?<${part}>${PARTS[part]})${after}`;
  };
