export { startAppProcess, type AppProcess } from './app-process.js';
export { describeApp, type AppUnderTest } from './describe-app.js';
