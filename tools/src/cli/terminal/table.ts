export interface TableColumn {
  readonly title: string;
  /** Numbers stand under each other when aligned right. Default left. */
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

/** A table in plain characters: a line of titles, a rule, the rows; nothing is cut off. */
export function renderTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, c) => Math.max(title.length, ...rows.map((row) => (row[c] ?? '').length)));
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, c) => {
        const cell = cells[c] ?? '';
        return align === 'right' ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!);
      })
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)].join('\n');
}

/** Names with their values under each other. */
export function renderPairs(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}${GAP}${value}`.trimEnd()).join('\n');
}

/** A paragraph in lines of at most `width` characters; a longer word stands alone on its line. */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((word) => word !== '')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines.join('\n') : [...lines, indent + line].join('\n');
}
