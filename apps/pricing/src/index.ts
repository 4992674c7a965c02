export { pricingApp } from './app.js';
export { PricingConfig } from './config.js';
