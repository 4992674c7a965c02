export { nelderMead, type NelderMeadOptions, type NelderMeadResult } from './nelder-mead.js';
