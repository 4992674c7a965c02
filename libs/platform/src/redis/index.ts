export { openRedis, type RedisOptions } from './open-redis.js';
export { redisAddress, type RedisAddress } from './redis-url.js';
