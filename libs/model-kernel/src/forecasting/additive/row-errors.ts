import { logistic } from '../../numerics/index.js';
import type { Growth } from './options.js';
import { gram, type ScaledHistory, type SquaredErrors } from './squared-errors.js';

/**
 * Squared errors of μ_t = g(t) (1 + Σ_mult β x) + Σ_add β x, row by row, for every growth and mode.
 *
 * The bends act through sums: ∂u/∂δ_j = (t − τ_j)₊, so the derivatives by δ are cumulative sums, from the last segment back,
 * of those by slope and height of each segment.
 */
export function rowErrors(growth: Growth, history: ScaledHistory): SquaredErrors {
  const { t, y, design, changepoints } = history;
  const rows = t.length;
  const bends = changepoints.length;
  const width = history.multiplies.length;
  const multiplies = Float64Array.from(history.multiplies, Number);
  const first = 2 + bends;
  const segment = segmentsOf(t, changepoints);
  const bySlope = new Float64Array(bends + 1);
  const byHeight = new Float64Array(bends + 1);
  const row = rowModel(growth, history);

  return {
    sum: (theta, gradient) => {
      row.use(theta);
      bySlope.fill(0);
      byHeight.fill(0);
      gradient.fill(0, 0, first + width);
      let squares = 0;
      for (let i = 0; i < rows; i++) {
        row.evaluate(i, segment[i]!, theta);
        const error = row.mean - y[i]!;
        squares += error * error;
        const more = error * row.trend - error;
        for (let c = 0, at = i * width; c < width; c++, at++) {
          gradient[first + c]! += design[at]! * (error + multiplies[c]! * more);
        }
        const byLine = error * row.byLine;
        bySlope[segment[i]!]! += byLine * t[i]!;
        byHeight[segment[i]!]! += byLine;
      }
      let slope = 0;
      let height = 0;
      for (let j = bends; j > 0; j--) {
        slope += bySlope[j]!;
        height += byHeight[j]!;
        gradient[1 + j] = slope - changepoints[j - 1]! * height;
      }
      writeTrendSlopes(growth, theta, slope + bySlope[0]!, height + byHeight[0]!, gradient, 0);
      return squares;
    },

    curvature: (theta) => {
      row.use(theta);
      const size = first + width;
      const jacobian = new Float64Array(rows * size);
      for (let i = 0; i < rows; i++) {
        row.evaluate(i, segment[i]!, theta);
        const start = i * size;
        writeTrendSlopes(growth, theta, row.byLine * t[i]!, row.byLine, jacobian, start);
        for (let j = 0; j < segment[i]!; j++) jacobian[start + 2 + j] = row.byLine * (t[i]! - changepoints[j]!);
        for (let c = 0; c < width; c++) {
          jacobian[start + first + c] = design[i * width + c]! * (1 + multiplies[c]! * (row.trend - 1));
        }
      }
      return gram(jacobian, size);
    },
  };
}

/** Derivatives by k and m from those by the first slope and height of u: its height is m, or −k m. */
function writeTrendSlopes(
  growth: Growth,
  theta: Float64Array,
  slope: number,
  height: number,
  out: Float64Array,
  offset: number,
): void {
  if (growth === 'logistic') {
    out[offset] = slope - theta[1]! * height;
    out[offset + 1] = -theta[0]! * height;
  } else {
    out[offset] = growth === 'flat' ? 0 : slope;
    out[offset + 1] = height;
  }
}

interface RowModel {
  /** Reads the bent line off θ. */
  use(theta: Float64Array): void;
  /** Writes the three below for row i, in segment s. */
  evaluate(i: number, s: number, theta: Float64Array): void;
  /** μ, g and ∂μ/∂u. */
  mean: number;
  trend: number;
  byLine: number;
}

function rowModel(growth: Growth, { t, cap, design, multiplies: modes, changepoints }: ScaledHistory): RowModel {
  const bends = changepoints.length;
  const width = modes.length;
  const first = 2 + bends;
  const multiplies = Float64Array.from(modes, Number);
  const slopes = new Float64Array(bends + 1);
  const heights = new Float64Array(bends + 1);
  const model: RowModel = {
    mean: 0,
    trend: 0,
    byLine: 0,
    use: (theta) => {
      slopes[0] = growth === 'flat' ? 0 : theta[0]!;
      heights[0] = growth === 'logistic' ? -theta[0]! * theta[1]! : theta[1]!;
      for (let j = 0; j < bends; j++) {
        slopes[j + 1] = slopes[j]! + theta[2 + j]!;
        heights[j + 1] = heights[j]! - changepoints[j]! * theta[2 + j]!;
      }
    },
    evaluate: (i, s, theta) => {
      const line = slopes[s]! * t[i]! + heights[s]!;
      const filled = cap ? logistic(line) : 0;
      const trend = cap ? cap[i]! * filled : line;
      let sum = 0;
      let share = 0;
      for (let c = 0, at = i * width; c < width; c++, at++) {
        const part = design[at]! * theta[first + c]!;
        sum += part;
        share += multiplies[c]! * part;
      }
      const factor = 1 + share;
      model.trend = trend;
      model.mean = trend * factor + sum - share;
      model.byLine = cap ? factor * trend * (1 - filled) : factor;
    },
  };
  return model;
}

/** How many changepoints lie at or before each time. */
function segmentsOf(t: Float64Array, changepoints: readonly number[]): Uint32Array {
  let passed = 0;
  return Uint32Array.from(t, (time) => {
    while (passed < changepoints.length && changepoints[passed]! <= time) passed += 1;
    return passed;
  });
}
