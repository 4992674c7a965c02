const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });
const instants = new Intl.DateTimeFormat('en-GB', {
  ...{ day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  timeZone: 'UTC',
});

/** For what is not there. */
export const NOTHING = '–';

export const count = (value: number): string => grouped.format(value);

/**
 * A measured number: four significant digits, all digits of a whole number, and powers of ten where zeros would hide it.
 */
export function measure(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0005 || size >= 1e9)) return value.toExponential(2).replaceAll('-', '−');
  if (Number.isInteger(value) || size >= 10_000) return count(value).replace('-', '−');
  return precise.format(value).replace('-', '−');
}

/** A share in [0, 1]. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function milliseconds(value: number): string {
  return value >= 1_000 ? `${precise.format(value / 1_000)} s` : `${precise.format(value)} ms`;
}

/** `27 Nov 2026, 20:37` in UTC, as the logs have it. */
export const instant = (at: Date): string => instants.format(at);

/** Two instants in UTC; the day of the second only where it is another. */
export function span(from: Date, to: Date): string {
  const [start, end] = [instant(from), instant(to)];
  const [day, time] = end.split(', ');
  return `${start} to ${start.startsWith(`${day},`) ? time : end}`;
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A length of time by its two largest units: `2 h 5 min`. */
export function duration(ms: number): string {
  let rest = Math.max(0, Math.round(ms / 1_000));
  if (rest === 0) return ms > 0 ? '< 1 s' : '0 s';
  const parts: string[] = [];
  for (const [seconds, name] of UNITS) {
    const whole = Math.floor(rest / seconds);
    if (parts.length > 0 || whole > 0) parts.push(whole > 0 ? `${whole} ${name}` : '');
    rest -= whole * seconds;
    if (parts.length === 2) break;
  }
  return parts.filter(Boolean).join(' ');
}

/** A length of time in hours, as monitors are set: `24 h`, `7 d`. */
export function hours(value: number): string {
  return value >= 48 && value % 24 === 0 ? `${value / 24} d` : `${precise.format(value)} h`;
}

/** How long ago something was, roughly: `3 min ago`. */
export function ago(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (ms < 45_000) return ms < -45_000 ? `in ${duration(-ms).split(' ', 2).join(' ')}` : 'just now';
  return `${duration(ms).split(' ', 2).join(' ')} ago`;
}

/** A name of a program as words: `auc_roc` → `auc roc`, `GradientBoostedTrees` → `gradient boosted trees`. */
export const words = (name: string): string =>
  name
    .replaceAll(/([a-z])(?=[A-Z][a-z])/g, '$1 ')
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());

/** The beginning of an id that no person reads to its end. */
export const shortId = (id: string): string => (id.length > 12 ? id.slice(0, 8) : id);
