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
export { fitForest, type ForestOptions } from './forest.js';
export type { EarlyStopping, TreeOptions, ValidationMetric } from './options.js';
export { isTreeObjective, tweedieLoss } from './objectives.js';
export { fromPlainTrees, toPlainTrees, type PlainTrees } from './plain-trees.js';
export { predictionOfMargin, predictMargin, predictMargins } from './predict.js';
export { probabilityOfMargin } from './probability-of-margin.js';
export { compileTrees, type TreeScorer } from './scorer.js';
