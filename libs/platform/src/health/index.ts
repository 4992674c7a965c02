export { APP_VERSION, HealthController } from './health.controller.js';
export { HealthRegistry, type HealthProbe } from './health-registry.js';
