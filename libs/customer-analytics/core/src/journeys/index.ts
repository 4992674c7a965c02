export { commonestPaths, type CommonPath } from './commonest-paths.js';
export { funnelDropOff, type FunnelStep } from './drop-off.js';
