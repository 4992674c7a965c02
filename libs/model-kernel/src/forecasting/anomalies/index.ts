export { levelShifts, type LevelShift, type LevelShiftOptions } from './level-shifts.js';
export { pointAnomalies, type PointAnomaly, type PointAnomalyOptions } from './point-anomalies.js';
export { seasonalChange, type SeasonalChange } from './seasonal-change.js';
