export { ANALYTICS_STORE, type AnalyticsParams, type AnalyticsStore } from './analytics-store.js';
export { MAX_INSERT_ROWS } from './clickhouse-store.js';
export { hasTable } from './has-table.js';
export { openAnalyticsStore, type AnalyticsOptions } from './open-analytics-store.js';
export { AnalyticsProxy, serveAnalytics } from './thread-proxy.js';
