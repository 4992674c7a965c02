/** Numbers the categories of a column as they come, then puts the numbers into the order of the names. */
export class CategoryCodes {
  private readonly byName = new Map<string, number>();
  /** Category of each code; ascending once sorted. */
  names: string[] = [];

  /** NaN for a category that is not known. */
  codeOf(name: string | null): number {
    if (name === null) return NaN;
    let code = this.byName.get(name);
    if (code === undefined) {
      code = this.names.length;
      this.names.push(name);
      this.byName.set(name, code);
    }
    return code;
  }

  /** Renumbers column f of a row-major matrix, so that codes do not depend on the order of the rows. */
  sort(matrix: Float64Array, f: number, width: number): void {
    const order = this.names.map((_, code) => code).sort((a, b) => (this.names[a]! < this.names[b]! ? -1 : 1));
    const renumbered = new Float64Array(order.length);
    order.forEach((code, rank) => (renumbered[code] = rank));
    for (let at = f; at < matrix.length; at += width) {
      if (!Number.isNaN(matrix[at]!)) matrix[at] = renumbered[matrix[at]!]!;
    }
    this.names = order.map((code) => this.names[code]!);
    this.names.forEach((name, code) => this.byName.set(name, code));
  }
}
