export { failureOf, type Failure } from './failure.js';
export type { ForeignErrors } from './foreign-errors.js';
export { GRPC_STATUS } from './grpc-status.js';
export { HTTP_STATUS, PROBLEM_TITLE } from './http-status.js';
export { failureAnswer, grpcFailureOf, ProblemFilter, problemOf, sendFailure } from './problem-filter.js';
