export { trainers } from './trainers.js';
