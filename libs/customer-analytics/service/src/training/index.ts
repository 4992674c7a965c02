export { fitTable, type FitTableOptions, type TableBaseline } from './table-baseline/fit-table.js';
export type { TableTask } from './table-baseline/table-target.js';
export { evaluateCancellation, type CancellationEvaluation, type EvaluateOptions } from './evaluate-cancellation.js';
export { leakReport, type LeakReportOptions, type LeakRung } from './leak-report.js';
export { ModelConfig, readModelConfig, resolveHyperparameters, type Hyperparameters } from './model-config.js';
export { trainTask } from './train-task.js';
export { trainers } from './trainers.js';
