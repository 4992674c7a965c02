export { createLogger, NestLogger, type LoggingOptions } from './logger.js';
