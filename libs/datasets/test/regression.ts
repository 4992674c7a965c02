/** Coefficients of a regression with their standard errors, each shape (k,). */
export interface Fitted {
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
}

type Rows = readonly (readonly number[])[];

/**
 * Ordinary least squares.
 *
 * @param rows covariates, shape (n, k); the first one should be 1. @param y shape (n,).
 */
export function leastSquares(rows: Rows, y: readonly number[]): Fitted {
  const { coefficients, inverse } = solveWeighted(rows, y, () => 1);
  const squares = rows.reduce((sum, row, i) => sum + (y[i]! - dot(row, coefficients)) ** 2, 0);
  const variance = squares / (rows.length - coefficients.length);
  return { coefficients, standardErrors: inverse.map((line, j) => Math.sqrt(variance * line[j]!)) };
}

/**
 * Maximum-likelihood logistic regression by iteratively reweighted least squares.
 *
 * @param rows covariates, shape (n, k); the first one should be 1. @param happened 0 or 1, shape (n,).
 * @see McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., §2.5.
 */
export function logisticRegression(rows: Rows, happened: readonly number[]): Fitted {
  const rate = happened.reduce((sum, one) => sum + one, 0) / happened.length;
  let coefficients = rows[0]!.map((_, j) => (j === 0 ? Math.log(rate / (1 - rate)) : 0));
  let inverse: number[][] = [];
  for (let iteration = 0; iteration < 10; iteration++) {
    const linear = rows.map((row) => dot(row, coefficients));
    const mean = linear.map((x) => 1 / (1 + Math.exp(-x)));
    const weights = mean.map((p) => p * (1 - p));
    const working = linear.map((x, i) => x + (happened[i]! - mean[i]!) / weights[i]!);
    ({ coefficients, inverse } = solveWeighted(rows, working, (i) => weights[i]!));
  }
  return { coefficients, standardErrors: inverse.map((line, j) => Math.sqrt(line[j]!)) };
}

function solveWeighted(rows: Rows, y: readonly number[], weightOf: (i: number) => number) {
  const k = rows[0]!.length;
  // XᵀWX, XᵀWy and the identity beside each other, so that elimination leaves the solution and the inverse.
  const system = Array.from({ length: k }, (_, a) =>
    Array.from({ length: 2 * k + 1 }, (_, b) => (b === k + 1 + a ? 1 : 0)),
  );
  rows.forEach((row, i) => {
    const weight = weightOf(i);
    for (let a = 0; a < k; a++) {
      const scaled = weight * row[a]!;
      if (scaled === 0) continue;
      for (let b = 0; b < k; b++) system[a]![b]! += scaled * row[b]!;
      system[a]![k]! += scaled * y[i]!;
    }
  });
  for (let column = 0; column < k; column++) {
    const pivot = system[column]![column]!;
    for (let j = 0; j <= 2 * k; j++) system[column]![j]! /= pivot;
    for (let line = 0; line < k; line++) {
      const factor = system[line]![column]!;
      if (line === column || factor === 0) continue;
      for (let j = 0; j <= 2 * k; j++) system[line]![j]! -= factor * system[column]![j]!;
    }
  }
  return { coefficients: system.map((line) => line[k]!), inverse: system.map((line) => line.slice(k + 1)) };
}

function dot(row: readonly number[], coefficients: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < row.length; j++) sum += row[j]! * coefficients[j]!;
  return sum;
}
