export { FeatureMetrics, type Freshness } from './feature-metrics.js';
export { MemoryOnlineStore } from './memory-online-store.js';
export { ONLINE_STORE, type OnlineRow, type OnlineStore, type OnlineValue } from './online-store.js';
export { openOnlineStore } from './open-online-store.js';
