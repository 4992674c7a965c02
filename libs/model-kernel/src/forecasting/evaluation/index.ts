export {
  intervalCoverage,
  intervalLoss,
  meanIntervalWidth,
  pinballLoss,
  type IntervalColumns,
} from './interval-errors.js';
export { naive2 } from './naive2.js';
export { owa, type SeriesErrors } from './owa.js';
export {
  errorsByHorizon,
  rollingOrigins,
  runRollingOrigin,
  type OriginOptions,
  type RollingOriginRun,
} from './rolling-origin.js';
export { absoluteScale, mase, rmsse, wrmsse } from './scaled-errors.js';
