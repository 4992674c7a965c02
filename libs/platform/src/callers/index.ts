export { Caller } from './caller.js';
export { CallerOf } from './caller-of.js';
export { EventLoopTurns } from './event-loop-turns.js';
export { deadlineOf, httpCaller, keepHttpDeadlines, TIMEOUT_HEADER } from './http-deadline.js';
