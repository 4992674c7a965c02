/** A change of an alias. */
export interface AliasChange {
  /** The version that it made the alias name; null where it was taken away. */
  readonly version: number | null;
  /** Whether it was a way back, which undoes an earlier change, and no promotion. */
  readonly rollback: boolean;
}

/**
 * The version to roll back to: the one that was there before the present one took over. A rollback undoes the change
 * before it, so that rolling back again goes one further: 3 → 2 → 1, and never 3 → 2 → 3. Promoting an earlier version
 * again is no rollback: after 1, 2, 1 the way back is to 2. Versions that no longer exist are left out, as if they had
 * never been there.
 *
 * @param history oldest first.
 * @param exists whether a version can still be served.
 * @returns undefined when there is no earlier version.
 */
export function versionBefore(
  history: readonly AliasChange[],
  exists: (version: number) => boolean,
): number | undefined {
  const stack: number[] = [];
  for (const { version, rollback } of history) {
    if (version === null || !exists(version)) continue;
    if (rollback) while (stack.length > 0 && stack.at(-1) !== version) stack.pop();
    if (version !== stack.at(-1)) stack.push(version);
  }
  return stack.at(-2);
}
