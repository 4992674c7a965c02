import { factorRows } from './factor-rows.js';
import type { Growth } from './options.js';
import { gram, type ScaledHistory, type SquaredErrors } from './squared-errors.js';

/**
 * Squared errors of a model that is linear in θ, y = A θ + r: with A = QR, ‖Aθ − y‖² = ‖Rθ − Qᵀy‖² + ρ², so that each
 * evaluation after the factorisation costs P²/2 however long the history is. Exact, and without the cancellation that AᵀA
 * would bring.
 *
 * @param growth linear or flat. @param history no column may multiply the trend; at least as many rows as parameters.
 */
export function compressedErrors(growth: Growth, history: ScaledHistory): SquaredErrors {
  const size = 2 + history.changepoints.length + history.multiplies.length;
  const { triangle, target, rest } = factorRows(linearDesign(growth, history, size), history.y, size);
  const curvature = gram(triangle, size);
  return {
    curvature: () => curvature,
    sum: (theta, gradient) => {
      gradient.fill(0, 0, size);
      let squares = rest;
      for (let i = 0; i < size; i++) {
        const row = i * size;
        let error = -target[i]!;
        for (let j = i; j < size; j++) error += triangle[row + j]! * theta[j]!;
        squares += error * error;
        for (let j = i; j < size; j++) gradient[j]! += error * triangle[row + j]!;
      }
      return squares;
    },
  };
}

/** A column by column: t, 1, (t − τ_j)₊, X. */
function linearDesign(
  growth: Growth,
  { t, changepoints, design, multiplies }: ScaledHistory,
  size: number,
): Float64Array {
  const rows = t.length;
  const width = multiplies.length;
  const columns = new Float64Array(rows * size);
  if (growth === 'linear') columns.set(t);
  columns.fill(1, rows, 2 * rows);
  changepoints.forEach((changepoint, j) => {
    for (let i = 0; i < rows; i++) columns[(2 + j) * rows + i] = Math.max(0, t[i]! - changepoint);
  });
  const first = 2 + changepoints.length;
  for (let c = 0; c < width; c++) {
    for (let i = 0; i < rows; i++) columns[(first + c) * rows + i] = design[i * width + c]!;
  }
  return columns;
}
