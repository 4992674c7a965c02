/**
 * Maximum-likelihood Poisson regression with log link by iteratively reweighted least squares.
 *
 * @param rows covariates, shape (n, k); the first one should be 1.
 * @param counts shape (n,).
 * @returns coefficients, shape (k,).
 * @see McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., §2.5.
 */
export function poissonRegression(rows: readonly (readonly number[])[], counts: readonly number[]): number[] {
  const k = rows[0]!.length;
  let beta = new Array<number>(k).fill(0);
  beta[0] = Math.log(counts.reduce((sum, count) => sum + count, 0) / counts.length);
  for (let iteration = 0; iteration < 12; iteration++) {
    const normal = Array.from({ length: k }, () => new Array<number>(k + 1).fill(0));
    rows.forEach((row, i) => {
      const linear = row.reduce((sum, x, j) => sum + x * beta[j]!, 0);
      const mean = Math.exp(linear);
      const working = linear + (counts[i]! - mean) / mean;
      for (let a = 0; a < k; a++) {
        if (row[a] === 0) continue;
        for (let b = 0; b < k; b++) normal[a]![b]! += mean * row[a]! * row[b]!;
        normal[a]![k]! += mean * row[a]! * working;
      }
    });
    beta = solve(normal);
  }
  return beta;
}

/** Gauss–Jordan elimination of an augmented system with pivoting. */
function solve(system: number[][]): number[] {
  const n = system.length;
  for (let column = 0; column < n; column++) {
    const pivot = system
      .slice(column)
      .reduce(
        (best, row, i) => (Math.abs(row[column]!) > Math.abs(system[best]![column]!) ? column + i : best),
        column,
      );
    [system[column], system[pivot]] = [system[pivot]!, system[column]!];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = system[row]![column]! / system[column]![column]!;
      for (let j = column; j <= n; j++) system[row]![j]! -= factor * system[column]![j]!;
    }
  }
  return system.map((row, i) => row[n]! / row[i]!);
}
