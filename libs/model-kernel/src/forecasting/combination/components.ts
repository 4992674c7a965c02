import {
  etsResiduals,
  fitForms,
  forecastEts,
  leastAicc,
  toEtsFit,
  type EtsFit,
} from '../exponential-smoothing/index.js';
import type { Forecast } from '../method.js';
import { dynamicOptimisedTheta, theta, type ThetaFit } from '../theta/index.js';

/**
 * What the combinations combine: Theta, the dynamic optimised Theta, and the best form of exponential smoothing by AICc with no
 * trend, an additive and a damped one. A series too short for a form goes without it.
 */
export type ComponentFit =
  | { readonly name: 'theta'; readonly fit: ThetaFit }
  | { readonly name: 'dynamic_optimised_theta'; readonly fit: ThetaFit }
  | { readonly name: 'ets_level' | 'ets_trend' | 'ets_damped_trend'; readonly fit: EtsFit };

/** The fewest observations that every combination takes. */
export const SHORTEST = 5;

/** @param y finite, at least {@link SHORTEST} values. */
export function fitComponents(y: Float64Array, m: number): ComponentFit[] {
  const components: ComponentFit[] = [
    { name: 'theta', fit: theta.fit(y, { m }) },
    { name: 'dynamic_optimised_theta', fit: dynamicOptimisedTheta.fit(y, { m }) },
  ];
  const forms = fitForms(y, m);
  for (const [name, trend] of ETS_COMPONENTS) {
    const best = leastAicc(forms.filter(({ form }) => form.trend === trend));
    if (best !== undefined) components.push({ name, fit: toEtsFit(best, y, m) });
  }
  return components;
}

const ETS_COMPONENTS = [
  ['ets_level', 'N'],
  ['ets_trend', 'A'],
  ['ets_damped_trend', 'Ad'],
] as const;

export function forecastComponent(component: ComponentFit, h: number): Forecast {
  if (component.name === 'theta') return theta.forecast(component.fit, h);
  if (component.name === 'dynamic_optimised_theta') return dynamicOptimisedTheta.forecast(component.fit, h);
  return forecastEts(component.fit, h);
}

export function componentResiduals(component: ComponentFit, y: Float64Array): Float64Array {
  if (component.name === 'theta') return theta.residuals(component.fit, y);
  if (component.name === 'dynamic_optimised_theta') return dynamicOptimisedTheta.residuals(component.fit, y);
  return etsResiduals(component.fit, y);
}
