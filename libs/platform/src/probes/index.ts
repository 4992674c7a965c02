export type { Fault, Probed, ServerUse } from './probe.js';
export { probeServer } from './probe-server.js';
