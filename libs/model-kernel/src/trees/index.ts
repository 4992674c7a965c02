export type { TreeDataset } from './dataset.js';
export { DEFAULT_ENGINE, type TreeEngine } from './engine.js';
export {
  CATEGORIES,
  findMalformedNode,
  goesLeft,
  LEAF,
  leafOf,
  THRESHOLD,
  treeCount,
  type TreeEnsemble,
  type TreeObjective,
} from './ensemble.js';
export { fitTrees } from './fit.js';
export type { EarlyStopping, TreeOptions, ValidationMetric } from './options.js';
export { predictMargin, predictMargins, probabilityOfMargin } from './predict.js';
export { compileTrees, type TreeScorer } from './scorer.js';
