import { createFitWorkspace, DEFAULT_STARTS, fitForm, type FormFit } from './fit-form.js';
import { admissibleForms, type EtsForm } from './form.js';
import type { EtsParameters } from './parameters.js';

/**
 * Every admissible form fitted to the series, in a fixed order. Neighbours start from each other: a form with multiplicative
 * errors from its additive twin, a damped trend from the undamped one; one without a neighbour from the usual starts.
 */
export function fitForms(y: Float64Array, m: number): FormFit[] {
  const workspace = createFitWorkspace(y.length, m);
  const found: FormFit[] = [];
  const positive = y.every((value) => value > 0);
  for (const form of admissibleForms(y.length, m, positive)) {
    const fit = fitForm(form, y, m, workspace, startsFrom(form, found));
    if (fit !== undefined) found.push(fit);
  }
  return found;
}

function startsFrom(form: EtsForm, found: readonly FormFit[]): readonly Partial<EtsParameters>[] {
  const fitted = (trend: EtsForm['trend'], error: EtsForm['error']): EtsParameters | undefined =>
    found.find((fit) => fit.form.season === form.season && fit.form.trend === trend && fit.form.error === error)
      ?.parameters;
  const twin = form.error === 'M' ? fitted(form.trend, 'A') : undefined;
  if (twin !== undefined) return [twin];
  const undamped = form.trend === 'Ad' ? fitted('A', form.error) : undefined;
  if (undamped !== undefined) return [{ ...undamped, phi: 0.95 }, DEFAULT_STARTS[1]!];
  return DEFAULT_STARTS;
}

/** The fit of least AICc, the first among equals. */
export function leastAicc(fits: readonly FormFit[]): FormFit | undefined {
  let best: FormFit | undefined;
  for (const fit of fits) if (best === undefined || fit.aicc < best.aicc) best = fit;
  return best;
}
