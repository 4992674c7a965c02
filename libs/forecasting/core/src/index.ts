export { DOMAIN } from './domain.js';
export * from './inventory/index.js';
