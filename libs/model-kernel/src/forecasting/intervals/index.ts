export { adaptiveInterval, observeAdaptive, startAdaptive, type AdaptiveConformalState } from './adaptive-conformal.js';
export {
  dynamicAdaptiveInterval,
  observeDynamicAdaptive,
  startDynamicAdaptive,
  type DynamicAdaptiveState,
} from './dynamic-adaptive-conformal.js';
export { INTERVAL_METHODS, type ForecastIntervals, type IntervalMethodName } from './interval.js';
export { jackknifePlusIntervals, type LeftOut } from './jackknife-plus.js';
export { laggedAdaptiveIntervals, type ForecastTrack } from './lagged-intervals.js';
export { normalIntervals } from './normal-intervals.js';
export { fitSplitConformal, splitConformalIntervals, type SplitConformalFit } from './split-conformal.js';
