export { dailyAnomalies, dailyLevelShifts, type DailyAnomaly, type DailyShift } from './daily-anomalies.js';
