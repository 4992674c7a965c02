import { formMethod } from './ets-fit.js';

/** Simple exponential smoothing, ETS(A,N,N). @see Hyndman & Athanasopoulos (2021), 3rd ed., §8.1. */
export const ses = formMethod('Simple exponential smoothing, ETS(A,N,N) (FPP3 §8.1)', {
  error: 'A',
  trend: 'N',
  season: 'N',
});

/** Holt's linear trend, ETS(A,A,N). @see Hyndman & Athanasopoulos (2021), 3rd ed., §8.2. */
export const holt = formMethod("Holt's linear trend, ETS(A,A,N) (FPP3 §8.2)", { error: 'A', trend: 'A', season: 'N' });

/** The damped trend of Gardner & McKenzie (1985), ETS(A,Ad,N). @see Hyndman & Athanasopoulos (2021), 3rd ed., §8.2. */
export const dampedTrend = formMethod('Damped trend, ETS(A,Ad,N) (FPP3 §8.2)', {
  error: 'A',
  trend: 'Ad',
  season: 'N',
});

/** Holt–Winters with an additive season, ETS(A,A,A). @see Hyndman & Athanasopoulos (2021), 3rd ed., §8.3. */
export const holtWinters = formMethod('Holt–Winters, additive season, ETS(A,A,A) (FPP3 §8.3)', {
  error: 'A',
  trend: 'A',
  season: 'A',
});

/**
 * Holt–Winters with a multiplicative season and multiplicative errors, ETS(M,A,M): additive ones have no finite variance.
 *
 * @see Hyndman & Athanasopoulos (2021), 3rd ed., §8.3 and §8.5.
 */
export const holtWintersMultiplicative = formMethod('Holt–Winters, multiplicative season, ETS(M,A,M) (FPP3 §8.3)', {
  error: 'M',
  trend: 'A',
  season: 'M',
});
