export { recommendationApp } from './app.js';
export { RecommendationConfig } from './config.js';
