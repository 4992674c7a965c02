export { retentionTable, type Cohort, type RetentionCell } from './retention.js';
export { wilsonInterval, type ShareInterval } from './wilson-interval.js';
