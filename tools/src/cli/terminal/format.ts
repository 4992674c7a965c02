const COUNT = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** 91531 → `91,531`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** 1572864 → `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const scaled = bytes / 2 ** (10 * power);
  return `${power === 0 || scaled >= 100 ? scaled.toFixed(0) : scaled.toFixed(1)} ${BYTE_UNITS[power]}`;
}

/** 850 → `850 ms`, 3200 → `3.2 s`, 95000 → `1 min 35 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A measured figure, to `digits` decimals; `–` where there is none. */
export function formatFigure(value: number | undefined | null, digits = 3): string {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

/** A number in as many digits as tell something: counts whole, figures to four significant digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return formatCount(value);
  return Math.abs(value) >= 1_000 ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** `n thing` or `n things`. */
export function plural(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}
