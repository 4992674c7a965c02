/** How many rows of a request each version scored. */
export class RowsByVersion {
  private readonly rows = new Map<string, number>();
  private total = 0;

  add(version: string): void {
    this.rows.set(version, (this.rows.get(version) ?? 0) + 1);
    this.total += 1;
  }

  /** Shares a time out by rows, in milliseconds. */
  share(milliseconds: number, measured: (version: string, milliseconds: number, rows: number) => void): void {
    for (const [version, rows] of this.rows) measured(version, (milliseconds * rows) / this.total, rows);
  }
}
