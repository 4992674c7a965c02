export { startAppProcess, type AppProcess } from './app-process.js';
export { describeApp, type AppUnderTest } from './describe-app.js';
export type { OwnServer } from './servers/own-server.js';
export { ifInstalled, ownNats, ownPostgres, ownRedis } from './servers/programs.js';
export { RegistryDouble } from './registry-double.js';
