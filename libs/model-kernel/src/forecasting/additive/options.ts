/** The course of the series without its seasons: a line, a constant, or a saturating curve towards a capacity. */
export type Growth = 'linear' | 'flat' | 'logistic';

/** How a term joins the trend g: g + term, or g (1 + term). */
export type TermMode = 'additive' | 'multiplicative';

/** A season, or whether it is there at all: its Fourier order, or the usual order if the data are long and dense enough. */
export type SeasonChoice = 'auto' | boolean | number;

export interface SeasonOption {
  readonly name: string;
  /** 30.5 for months. */
  readonly periodDays: number;
  /** Fourier terms, each a sine and a cosine; a whole number ≥ 1. */
  readonly order: number;
  /** Standard deviation of the prior of a coefficient, in units of the scaled series; `seasonalityPriorScale`. */
  readonly priorScale?: number;
  readonly mode?: TermMode;
}

export interface HolidayOption {
  readonly name: string;
  /** Days since 1970-01-01 on which it falls, past and future. */
  readonly dates: readonly number[];
  /** Days before each date that have an effect of their own, ≤ 0; 0. */
  readonly lowerWindow?: number;
  /** Days after each date that have an effect of their own, ≥ 0; 0. */
  readonly upperWindow?: number;
  /** `holidayPriorScale`. */
  readonly priorScale?: number;
}

export interface RegressorOption {
  readonly name: string;
  /** `holidayPriorScale`. */
  readonly priorScale?: number;
  /** Whether it is centred and divided by its standard deviation; 'auto' leaves what is 0 or 1 alone. */
  readonly standardize?: 'auto' | boolean;
  readonly mode?: TermMode;
}

/** Settings and their defaults are those of Prophet. */
export interface AdditiveOptions {
  /** 'linear'. */
  readonly growth?: Growth;
  /** Days since 1970-01-01 at which the trend may bend, instead of automatic ones. */
  readonly changepoints?: readonly number[];
  /** Automatic changepoints: how many; 25. */
  readonly changepointCount?: number;
  /** Automatic changepoints: the share of the history that has them; 0.8. */
  readonly changepointRange?: number;
  /** Scale τ of the Laplace prior of a bend; 0.05. */
  readonly changepointPriorScale?: number;
  /** 'auto': order 10 from two years on. */
  readonly yearly?: SeasonChoice;
  /** 'auto': order 3 from two weeks on, where steps are shorter than a week. */
  readonly weekly?: SeasonChoice;
  /** 'auto': order 4 from two days on, where steps are shorter than a day. */
  readonly daily?: SeasonChoice;
  readonly seasons?: readonly SeasonOption[];
  /** Mode of every season, holiday and regressor that has none of its own; 'additive'. */
  readonly seasonalityMode?: TermMode;
  /** 10. */
  readonly seasonalityPriorScale?: number;
  readonly holidays?: readonly HolidayOption[];
  /** 10. */
  readonly holidayPriorScale?: number;
  /** `seasonalityMode`. */
  readonly holidayMode?: TermMode;
  readonly regressors?: readonly RegressorOption[];
}

/** When a forecast is for, and what has to be known of those times. */
export interface AdditiveTimes {
  /** Shape (n,), days since 1970-01-01, fractions for hours; any order, gaps and repeats allowed. */
  readonly days: ArrayLike<number>;
  /** Capacity for logistic growth, shape (n,), in the unit of y, above the floor. */
  readonly cap?: ArrayLike<number>;
  /** Floor for logistic growth, shape (n,), in the unit of y; 0. */
  readonly floor?: ArrayLike<number>;
  /** Values of every regressor by name, each shape (n,). */
  readonly regressors?: Readonly<Record<string, ArrayLike<number>>>;
}

export interface AdditiveHistory extends AdditiveTimes {
  /** Shape (n,), any unit. NaN for a missing value: the row is left out. */
  readonly y: ArrayLike<number>;
}
