export { BoundedWork, type WorkBounds } from './bounded-work.js';
export { AdmissionGate, type Arrival, type Decision, type ShedReason } from './admission-gate.js';
export { admitGrpc } from './admit-grpc.js';
export { admitHttp } from './admit-http.js';
export { ConcurrencyLimit } from './concurrency-limit.js';
export { EventLoopQueue } from './event-loop-queue.js';
export { Loads } from './load.js';
export { refuseEarly } from './refuse-early.js';
export { openGate } from './open-gate.js';
