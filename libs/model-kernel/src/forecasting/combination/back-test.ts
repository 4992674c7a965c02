import { fitComponents, forecastComponent, SHORTEST, type ComponentFit } from './components.js';

/** Forecasts of components from one origin, beside what came. */
export interface BackTestOrigin<Name extends string = ComponentFit['name']> {
  /** Steps that were forecast: the values from the origin on. */
  readonly actual: Float64Array;
  /** The forecasts by the name of the component, each of the shape of `actual`. */
  readonly forecasts: ReadonlyMap<Name, Float64Array>;
}

/** How far before the end the origins lie, as shares of the horizon. */
const ORIGINS = [1, 0.75, 0.5, 0.25];

/**
 * The horizon that weights are estimated for: 6 steps without a season, else two periods and no more than 18 steps (those of
 * the M3 competition), and never more than half of the series.
 */
export function backTestHorizon(n: number, m: number): number {
  return Math.min(m === 1 ? 6 : Math.min(2 * m, 18), Math.floor(n / 2));
}

/**
 * A rolling-origin back-test: the components are fitted anew to the values before each origin and forecast the rest. A series
 * too short for an origin has none.
 *
 * @see Tashman (2000), Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16(4).
 */
export function backTest(y: Float64Array, m: number): BackTestOrigin[] {
  const horizon = backTestHorizon(y.length, m);
  const origins = new Set(ORIGINS.map((share) => y.length - Math.max(1, Math.round(share * horizon))));
  return [...origins]
    .filter((origin) => origin >= SHORTEST)
    .map((origin) => {
      const actual = y.slice(origin);
      const components = fitComponents(y.slice(0, origin), m);
      return {
        actual,
        forecasts: new Map(components.map((part) => [part.name, forecastComponent(part, actual.length).mean])),
      };
    });
}
