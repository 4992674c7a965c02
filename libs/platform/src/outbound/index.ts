export {
  guardedPost,
  PUBLIC_HTTPS,
  type GuardedAnswer,
  type GuardedPost,
  type Lookup,
  type OutboundPolicy,
} from './guarded-post.js';
export { isPublicAddress } from './public-address.js';
