export { createLogger, NestLogger, spanIdsOf, type LoggingOptions } from './logger.js';
