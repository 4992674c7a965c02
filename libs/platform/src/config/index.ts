export { baseConfig, type BaseConfig } from './base-config.js';
export { freePort } from './free-port.js';
export { parseConfig } from './parse-config.js';
export { shownUrl } from './shown-value.js';
