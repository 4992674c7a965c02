export {
  classicalDecomposition,
  type ClassicalDecomposition,
  type DecompositionMode,
} from './classical-decomposition.js';
export { mstl, type Mstl, type MstlOptions } from './mstl.js';
export { mstlMethod, type MstlFit } from './mstl-method.js';
export { stl, type Stl, type StlOptions } from './stl.js';
