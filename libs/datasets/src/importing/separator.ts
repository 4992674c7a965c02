/** What stands between the cells of a line. `spaces`: any number of them, also before the first cell. */
export type Separator = ',' | ';' | '\t' | '|' | '::' | 'spaces';

/** The cells of a line without quotes. */
export function splitLine(line: string, separator: Separator): string[] {
  return separator === 'spaces' ? line.trim().split(/\s+/) : line.split(separator);
}

/** Whether cells may stand in quotes, which then may hold the separator and line breaks. */
export function hasQuotes(separator: Separator): separator is ',' | ';' | '\t' | '|' {
  return separator.length === 1;
}
