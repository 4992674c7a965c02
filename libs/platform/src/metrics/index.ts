export { exemplar } from './exemplar.js';
export { Metrics } from './metrics.js';
export { MetricsController } from './metrics.controller.js';
export { measureGrpc, measureHttp } from './request-metrics.js';
