import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRng } from '../../numerics/index.js';
import { nelderMead } from '../../optimization/index.js';
import { fitTheta } from './fit-theta.js';
import { dynamicOptimisedTheta, optimisedTheta, theta, type ThetaFit } from './index.js';
import { fitLine } from './theta-line.js';
import { dynamicLine, staticLine, type LongTermLine } from './theta-recursion.js';

const series = (n: number, seed: number): Float64Array => {
  const rng = createRng(seed);
  let level = 200;
  return Float64Array.from({ length: n }, (_, t) => (level += rng.normal(1, 3)) + rng.normal(0, 5) + t / 10);
};

/** Equations 11–13 of Fiorucci et al. (2016) step by step with powers, apart from the kernel's sums. */
function errorsOf(y: Float64Array, line: LongTermLine, alpha: number, omega: number, level: number): number[] {
  let smoothed = level;
  return [...y].map((value, i) => {
    const t = i + 1;
    const long = (1 - alpha) ** (t - 1) * line.intercepts[i]! + ((1 - (1 - alpha) ** t) / alpha) * line.slopes[i]!;
    const error = value - smoothed - omega * long;
    smoothed = alpha * value + (1 - alpha) * smoothed;
    return error;
  });
}

describe('the long-term line', () => {
  it('re-estimated step by step is the least-squares line of the values so far', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 30 }),
        (values) => {
          const y = Float64Array.from(values);
          const { intercepts, slopes } = dynamicLine(y);
          for (let t = 2; t <= y.length; t++) {
            const { intercept, slope } = fitLine(y.subarray(0, t));
            expect(slopes[t]).toBeCloseTo(slope, 6);
            expect(intercepts[t]).toBeCloseTo(intercept, 6);
          }
        },
      ),
    );
  });
});

describe('the search', () => {
  it.each([
    ['static', true],
    ['dynamic', false],
  ])('of the %s model is not bettered by a simplex over α, κ and ℓ_0', (_, fixed) => {
    const y = series(60, 5);
    const line = fixed ? staticLine(y, fitLine) : dynamicLine(y);
    const first = fixed ? 1 : 3;
    const squares = (alpha: number, kappa: number, level: number): number =>
      errorsOf(y, line, alpha, kappa, level)
        .slice(first - 1)
        .reduce((sum, error) => sum + error * error, 0);
    const found = fitTheta(y, line, undefined, first);
    expect(squares(found.alpha, found.kappa, found.level) / found.squares).toBeCloseTo(1, 8);
    for (const start of [
      [0.2, 0.5, y[0]! / 2],
      [0.8, 0.5, y[0]! / 2],
      [found.alpha, found.kappa, found.level],
    ]) {
      const { value } = nelderMead(([alpha, kappa, level]) => squares(alpha!, kappa!, level!), start, {
        ...{ lower: [0.1, 0, -1e10], upper: [0.99, 1, 1e10], mostEvaluations: 4000 },
      });
      // Golden section narrows α to 2e-4, where the squares are flat.
      expect(found.squares).toBeLessThan(value * (1 + 1e-5));
    }
  });
});

describe('the Theta method', () => {
  it('is half the trend line and half simple exponential smoothing of the line with doubled curvature', () => {
    const y = series(40, 2);
    const fit = theta.fit(y, { m: 1 }) as ThetaFit;
    const { intercept, slope } = fitLine(y);
    const doubled = y.map((value, t) => 2 * value - (intercept + slope * (t + 1)));
    // ℓ_0 of the doubled line: the model's level is half of it, less what half the line adds.
    let smoothed = 2 * fit.level;
    doubled.forEach((value) => (smoothed += fit.alpha * (value - smoothed)));
    const { mean } = theta.forecast(fit, 6);
    mean.forEach((value, step) => {
      expect(value).toBeCloseTo((smoothed + intercept + slope * (40 + step + 1)) / 2, 8);
    });
  });

  it('has drift half the slope from step to step when smoothing is done', () => {
    const y = series(80, 4);
    const fit = theta.fit(y, { m: 1 }) as ThetaFit;
    const { mean } = theta.forecast(fit, 3);
    expect(mean[2]! - mean[1]!).toBeCloseTo(fit.slope / 2, 6);
  });

  it('continues a straight line in every form', () => {
    const y = Float64Array.from({ length: 30 }, (_, t) => 10 + 2 * t);
    for (const method of [optimisedTheta, dynamicOptimisedTheta]) {
      const { mean } = method.forecast(method.fit(y, { m: 1 }), 4);
      // θ has no upper bound; κ stays 1e-6 below 1, which the slope feels in the sixth digit.
      mean.forEach((value, step) => expect(value).toBeCloseTo(10 + 2 * (30 + step), 2));
    }
  });

  it('repeats a season that the test finds, and has none where it finds none', () => {
    const pattern = [1.3, 0.8, 0.7, 1.2];
    const seasonal = series(48, 8).map((value, t) => value * pattern[t % 4]!);
    const fit = theta.fit(seasonal, { m: 4 }) as ThetaFit;
    fit.season.indices.forEach((index, j) => expect(index).toBeCloseTo(pattern[j]!, 1));
    expect((theta.fit(series(48, 8), { m: 4 }) as ThetaFit).season.indices).toEqual([1]);
  });

  it('takes out an additive season where values are not all positive', () => {
    const pattern = [40, -10, -35, 5];
    const y = Float64Array.from({ length: 40 }, (_, t) => 20 + pattern[t % 4]!);
    const fit = theta.fit(y, { m: 4 }) as ThetaFit;
    expect(fit.season.kind).toBe('additive');
    theta.forecast(fit, 8).mean.forEach((value, step) => expect(value).toBeCloseTo(20 + pattern[step % 4]!, 6));
    for (const error of theta.residuals(fit, y)) expect(error).toBeCloseTo(0, 6);
  });
});
