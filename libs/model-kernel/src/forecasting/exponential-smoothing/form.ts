/**
 * A form of the exponential smoothing family, ETS(error, trend, season): A additive, M multiplicative, Ad additive damped,
 * N none.
 *
 * @see Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, ch. 2.
 */
export interface EtsForm {
  readonly error: 'A' | 'M';
  readonly trend: 'N' | 'A' | 'Ad';
  readonly season: 'N' | 'A' | 'M';
}

/** ETS(A,Ad,N) and the like. */
export function formName({ error, trend, season }: EtsForm): string {
  return `ETS(${error},${trend},${season})`;
}

/** How many numbers a fit of the form estimates: smoothing parameters, initial states and σ. */
export function parameterCount({ trend, season }: EtsForm, m: number): number {
  const ofTrend = { N: 0, A: 2, Ad: 3 }[trend];
  const ofSeason = season === 'N' ? 0 : m; // γ and m − 1 free initial seasons
  return 2 + ofTrend + ofSeason + 1;
}

/**
 * Whether a fit of the form has a degree of freedom left for AICc: n > parameters + 1. A season needs two whole periods.
 */
export function fitsLength(form: EtsForm, m: number, n: number): boolean {
  return n > parameterCount(form, m) + 1 && (form.season === 'N' || n >= 2 * m);
}

/**
 * The forms that automatic selection tries: all but additive errors with a multiplicative season, whose variance is infinite,
 * and multiplicative parts only for positive series.
 *
 * @see Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., §8.6.
 */
export function admissibleForms(n: number, m: number, positive: boolean): EtsForm[] {
  const forms: EtsForm[] = [];
  for (const season of ['N', 'A', 'M'] as const) {
    for (const trend of ['N', 'A', 'Ad'] as const) {
      for (const error of ['A', 'M'] as const) {
        const form = { error, trend, season };
        if ((error === 'M' || season === 'M') && !positive) continue;
        if (error === 'A' && season === 'M') continue;
        if (season !== 'N' && m === 1) continue;
        if (fitsLength(form, m, n)) forms.push(form);
      }
    }
  }
  return forms;
}
