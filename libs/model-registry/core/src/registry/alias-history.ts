/**
 * The version to roll back to: the one that was there before the present one took over. Going back is itself a change of
 * the alias; it undoes the one before, so that rolling back again goes one further: 3 → 2 → 1, and never 3 → 2 → 3.
 * Versions that no longer exist are left out, as if they had never been there.
 *
 * @param history the version that each change of the alias made it name, oldest first; null where it was taken away.
 * @param exists whether a version can still be served.
 * @returns undefined when there is no earlier version.
 */
export function versionBefore(
  history: readonly (number | null)[],
  exists: (version: number) => boolean,
): number | undefined {
  // Undo each change in turn: a change to the version below the top of the stack is itself a way back.
  const stack: number[] = [];
  for (const version of history) {
    if (version === null || !exists(version) || version === stack.at(-1)) continue;
    if (version === stack.at(-2)) stack.pop();
    else stack.push(version);
  }
  return stack.at(-2);
}
