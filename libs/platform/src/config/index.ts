export { baseConfig, type BaseConfig } from './base-config.js';
export { parseConfig } from './parse-config.js';
