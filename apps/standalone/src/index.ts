import 'reflect-metadata';

export { standaloneApp } from './app.js';
export { StandaloneConfig } from './config.js';
export { STACK_FILE, startStandalone, type StandaloneOptions } from './start.js';
