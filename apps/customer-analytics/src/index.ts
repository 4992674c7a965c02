export { customerAnalyticsApp } from './app.js';
export { CustomerAnalyticsConfig } from './config.js';
