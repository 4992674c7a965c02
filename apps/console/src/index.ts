export { consoleApp } from './app.js';
export { ConsoleConfig } from './config.js';
