export { DOMAIN } from './domain.js';
