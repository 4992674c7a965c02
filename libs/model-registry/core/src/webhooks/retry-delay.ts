/** Sent at most so often; the last failure is final. */
export const MOST_ATTEMPTS = 6;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
const LONGEST_WISH_MS = 300_000;

/**
 * How long to wait before the next try: 1 s, 2 s, 4 s, … up to a minute, of which half is drawn, so that those that failed
 * together do not come back together. A wish of the receiver (Retry-After) is met, up to five minutes.
 *
 * @param attempts how many have failed, at least 1.
 * @param draw in [0, 1).
 * @returns milliseconds.
 */
export function retryDelayMs(attempts: number, draw: number, wishSeconds = 0): number {
  const whole = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  return Math.max(whole * (0.5 + draw / 2), Math.min(LONGEST_WISH_MS, wishSeconds * 1_000));
}

/** Whether a receiver that answered so may take the same later: busy, or broken. */
export function mayTakeLater(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}
