import type { MaximumLikelihood } from './maximize-likelihood.js';

/** What a fit by maximum likelihood found, as plain JSON. */
export interface FittedParameters {
  readonly parameters: Readonly<Record<string, number>>;
  /** γ by parameter and covariate; empty without covariates. */
  readonly coefficients: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of the parameters, by the delta method; null where the likelihood is flat and there is none. */
  readonly standardErrors: Readonly<Record<string, number | null>>;
  /** Of γ, as `coefficients`. */
  readonly coefficientErrors: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  /** Of ln θ and then γ, in the order of the keys above, by rows; null as the errors. */
  readonly covariance: readonly number[] | null;
  readonly logLikelihood: number;
  /** Customers behind it. */
  readonly customers: number;
  /** Different rows among them. */
  readonly distinctRows: number;
  /** Whether the search ended at a point without slope, rather than at its last step. */
  readonly converged: boolean;
}

type Effects = readonly { readonly parameter: number; readonly covariate: string }[];

/** @param names of θ. */
export function describeParameters(
  { point, logLikelihood, converged, covariance }: MaximumLikelihood,
  names: readonly string[],
  effects: Effects,
  weights: Float64Array,
): FittedParameters {
  const size = point.length;
  const errorOf = (i: number): number | null => (covariance === null ? null : Math.sqrt(covariance[i * size + i]!));
  const byEffect = <T>(value: (i: number) => T): Record<string, Record<string, T>> => {
    const table: Record<string, Record<string, T>> = {};
    effects.forEach(({ parameter, covariate }, e) => {
      (table[names[parameter]!] ??= {})[covariate] = value(names.length + e);
    });
    return table;
  };
  const scaled = (i: number): number | null => {
    const error = errorOf(i);
    return error === null ? null : Math.exp(point[i]!) * error;
  };
  return {
    parameters: Object.fromEntries(names.map((name, i) => [name, Math.exp(point[i]!)])),
    coefficients: byEffect((i) => point[i]!),
    standardErrors: Object.fromEntries(names.map((name, i) => [name, scaled(i)])),
    coefficientErrors: byEffect(errorOf),
    covariance: covariance === null ? null : [...covariance],
    logLikelihood,
    customers: weights.reduce((sum, weight) => sum + weight, 0),
    distinctRows: weights.length,
    converged,
  };
}

/** ln θ and then γ, as they were fitted. */
export function pointOf({ parameters, coefficients }: Pick<FittedParameters, 'parameters' | 'coefficients'>): number[] {
  return [
    ...Object.values(parameters).map(Math.log),
    ...Object.values(coefficients).flatMap((ofParameter) => Object.values(ofParameter)),
  ];
}
