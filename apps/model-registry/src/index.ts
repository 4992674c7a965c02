export { modelRegistryApp } from './app.js';
export { ModelRegistryConfig } from './config.js';
