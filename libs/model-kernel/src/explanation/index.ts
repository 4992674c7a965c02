export { compileTreeShap, type CompileTreeShapOptions, type TreeExplainer } from './compiled-tree-shap.js';
export { featureImportance, type FeatureImportance } from './feature-importance.js';
export { shapleyValues } from './shapley-values.js';
export { meanMargin, treeShap, type Attribution } from './tree-shap.js';
