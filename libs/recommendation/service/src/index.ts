export { RecommendationModule, type RecommendationOptions } from './recommendation.module.js';
export { recommendationOperations } from './operations.js';
