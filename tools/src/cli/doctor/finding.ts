/** One thing looked at. */
export interface Finding {
  readonly what: string;
  /** `note` tells something worth knowing that is nobody's fault. */
  readonly status: 'ok' | 'note' | 'wrong';
  readonly detail: string;
  /** What to do; of everything that is wrong, and of what could be better. */
  readonly advice?: string;
}

export const MARKS: Readonly<Record<Finding['status'], string>> = { ok: '✓', note: '·', wrong: '✗' };
