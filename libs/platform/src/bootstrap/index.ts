export { packageVersion, startApp, type AppDefinition, type RunningApp } from './create-app.js';
export { CLOCK, LOGGER, PlatformModule, type Clock } from './platform.module.js';
