export { ContractPipe, invalidRequest } from './contract-pipe.js';
export { Endpoint, RequestOf } from './endpoint.js';
