export { portableExp, portableLog } from './portable-math.js';
export { createRng, type Rng, type Shuffleable } from './rng.js';
