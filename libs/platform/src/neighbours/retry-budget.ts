/** Retries that a call earns. */
const EARNED_A_CALL = 0.1;
/** Retries that may be saved up. */
const MOST = 10;

/**
 * Allows one retry for ten calls in the long run: a neighbour that fails everything is asked a tenth more, not three
 * times as much.
 *
 * @see Google, Site Reliability Engineering, ch. 21, "Handling Overload".
 */
export class RetryBudget {
  private left = MOST;

  called(): void {
    this.left = Math.min(MOST, this.left + EARNED_A_CALL);
  }

  /** Whether one more retry is allowed; it is then spent. */
  spend(): boolean {
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
