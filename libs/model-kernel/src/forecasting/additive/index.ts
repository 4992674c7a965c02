export type { AdditiveComponents } from './components.js';
export { fitAdditive, type AdditiveFit } from './fit.js';
export {
  forecastAdditive,
  type AdditiveForecast,
  type AdditiveForecastOptions,
  type AdditiveInterval,
} from './forecast.js';
export type {
  AdditiveHistory,
  AdditiveOptions,
  AdditiveTimes,
  Growth,
  HolidayOption,
  RegressorOption,
  SeasonChoice,
  SeasonOption,
  TermMode,
} from './options.js';
