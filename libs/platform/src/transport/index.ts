export { ContractPipe, invalidRequest } from './contract-pipe.js';
export { Endpoint, RequestOf } from './endpoint.js';
export { answerBeforeClosing, takeRest } from './take-rest.js';
export {
  expiryOf,
  wrapUnary,
  type UnaryCall,
  type UnaryCallback,
  type UnaryHandler,
  type UnaryWrapper,
} from './wrap-unary.js';
