export { PricingModule, type PricingOptions } from './pricing.module.js';
export { pricingOperations } from './operations.js';
