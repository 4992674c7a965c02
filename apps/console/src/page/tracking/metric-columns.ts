/** Names most people look for first, in the order of their columns. */
const FIRST = ['auc_roc', 'auc', 'roc_auc', 'val_auc', 'accuracy', 'mape', 'rmse', 'loss', 'val_loss', 'train_loss'];

/** Names of metrics, those people look for first, then by how many of the owners have them, then by name. */
export function rankedMetrics(owners: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const name of owners.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return [...counts.keys()].sort(
    (a, b) => rank(a) - rank(b) || counts.get(b)! - counts.get(a)! || a.localeCompare(b, 'en'),
  );
}
