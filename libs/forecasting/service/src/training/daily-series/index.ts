export { trainDailySeries } from './train-daily-series.js';
