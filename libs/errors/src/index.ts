export {
  DomainError,
  ERROR_CODES,
  type DomainErrorOptions,
  type ErrorCode,
  type FieldProblem,
} from './domain-error.js';
