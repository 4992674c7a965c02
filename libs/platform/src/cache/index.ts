export { CACHE, type Cache, type CacheOptions, type CacheOutcome } from './cache.js';
export { MemoryCache } from './memory-cache.js';
export { openCache } from './open-cache.js';
