/** A value as it lies on a shared server, with what is needed to renew it in time. */
export interface Stored {
  readonly value: string;
  /** Instant, in milliseconds. */
  readonly until: number;
  /** What it took to compute, in milliseconds. */
  readonly costMs: number;
}

export function writeStored({ value, until, costMs }: Stored): string {
  return `${until} ${costMs.toFixed(3)} ${value}`;
}

/** Undefined for what is not of this form, such as a value of another version's. */
export function readStored(text: string): Stored | undefined {
  const first = text.indexOf(' ');
  const second = text.indexOf(' ', first + 1);
  const [until, costMs] = [Number(text.slice(0, first)), Number(text.slice(first + 1, second))];
  if (first < 1 || second < 0 || !Number.isFinite(until) || !Number.isFinite(costMs)) return undefined;
  return { value: text.slice(second + 1), until, costMs };
}

/**
 * Whether a caller should renew a value that still stands, so that it never runs out for all at once: the nearer its end
 * and the dearer its computation, the likelier. One early caller computes while the others take what stands.
 *
 * now − Δ β ln(u) ≥ until, u uniform in (0, 1], β = 1.
 *
 * @see Vattani, Chierichetti & Lowenstein (2015), Optimal Probabilistic Cache Stampede Prevention, Algorithm 2 (XFetch).
 */
export function isDue({ until, costMs }: Stored, now: number, random: () => number): boolean {
  return now - costMs * Math.log(1 - random()) >= until;
}
