export type { AppDefinition, AppPlugin, PortUrls } from './app-definition.js';
export { composeApps } from './compose.js';
export { packageVersion, startApp, type RunningApp } from './create-app.js';
export { CLOCK, LOGGER, PlatformModule, type Clock } from './platform.module.js';
export { drainOnSignals } from './drain.js';
export { serve } from './serve.js';
