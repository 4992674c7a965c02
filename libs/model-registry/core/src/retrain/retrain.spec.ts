import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bellwether/errors';
import { estimateMinutes } from './estimate.js';
import { resolveHyperparameters } from './hyperparameters.js';

const ranges = {
  learning_rate: { default: 0.05, min: 0.001, max: 1 },
  n_estimators: { default: 500, min: 1, max: 5_000, integer: true },
};

describe('resolveHyperparameters', () => {
  it('keeps the defaults of what is not sent', () => {
    expect(resolveHyperparameters({ learning_rate: 1 }, ranges)).toEqual({ learning_rate: 1, n_estimators: 500 });
  });

  it('names every field at fault', () => {
    const sent = { learning_rate: -1, n_estimators: 1.5, no_such: 1, constructor: 1 };
    let thrown: unknown;
    try {
      resolveHyperparameters(sent, ranges);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DomainError);
    expect((thrown as DomainError).fields).toEqual([
      { path: 'hyperparameters.learning_rate', message: 'must be in [0.001, 1], got -1' },
      { path: 'hyperparameters.n_estimators', message: 'must be a whole number, got 1.5' },
      { path: 'hyperparameters.no_such', message: 'is unknown to the model; it knows learning_rate, n_estimators' },
      { path: 'hyperparameters.constructor', message: 'is unknown to the model; it knows learning_rate, n_estimators' },
    ]);
  });

  it('refuses NaN', () => {
    expect(() => resolveHyperparameters({ learning_rate: NaN }, ranges)).toThrow(/must be in/);
  });
});

describe('estimateMinutes', () => {
  it('is the median of the five most recent trainings', () => {
    expect(estimateMinutes([60_000, 120_000, 600_000, 120_000, 90_000, 1, 1, 1], 30)).toBe(2);
    expect(estimateMinutes([60_000, 120_000], 30)).toBe(1.5);
    expect(estimateMinutes([10], 30)).toBe(0.01);
  });

  it('is what the configuration says before the first training', () => {
    expect(estimateMinutes([], 30)).toBe(30);
  });
});
