import { intervalCoverage, latencyMonitor, segmentStability } from './kinds/answers.js';
import { dataQuality, freshnessMonitor, rowCount } from './kinds/data.js';
import { featureDrift, predictionDrift } from './kinds/drift.js';
import { calibrationMonitor, estimatedPerformance, performanceMonitor } from './kinds/performance.js';
import type { Evaluate, MonitorContext, MonitorDefinition, MonitorKind, MonitorResult, TimeWindow } from './monitor.js';

const EVALUATIONS: Readonly<Record<MonitorKind, Evaluate>> = {
  feature_drift: featureDrift,
  prediction_drift: predictionDrift,
  performance: performanceMonitor,
  estimated_performance: estimatedPerformance,
  calibration: calibrationMonitor,
  interval_coverage: intervalCoverage,
  segment_stability: segmentStability,
  latency: latencyMonitor,
  data_quality: dataQuality,
  freshness: freshnessMonitor,
  row_count: rowCount,
};

const MS_PER_HOUR = 3_600_000;

/** What a monitor looks at now. */
export function windowOf({ window_hours }: MonitorDefinition, now: Date): TimeWindow {
  return { from: new Date(now.getTime() - window_hours * MS_PER_HOUR), to: now };
}

/** Looks once. @throws INVALID_ARGUMENT for a definition that its kind cannot do with. */
export function runMonitor(definition: MonitorDefinition, context: MonitorContext): Promise<MonitorResult> {
  return EVALUATIONS[definition.kind](definition, windowOf(definition, context.now), context);
}
