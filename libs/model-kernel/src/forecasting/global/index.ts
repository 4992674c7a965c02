export type { GlobalFit } from './fit.js';
export type { GlobalForecast } from './forecast.js';
export { GLOBAL_METHODS, type GlobalMethod, type GlobalMethodName } from './methods.js';
export type { GlobalOptions } from './options.js';
export type { Panel, PanelSeries } from './panel.js';
