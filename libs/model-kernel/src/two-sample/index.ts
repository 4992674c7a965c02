export { chiSquareTest, homogeneityTest, proportionTest } from './chi-square.js';
export { mergeSketches, sketchOf, type DistributionSketch } from './distribution-sketch.js';
export {
  binnedCounts,
  distributionOf,
  empiricalDistribution,
  momentsOf,
  quantileOfDistribution,
  type EmpiricalDistribution,
} from './empirical-distribution.js';
export { jensenShannonDistance } from './jensen-shannon.js';
export { kolmogorovSmirnov, kolmogorovTail, type TwoSampleTest } from './kolmogorov-smirnov.js';
export { populationStability } from './population-stability.js';
export { wassersteinDistance } from './wasserstein.js';
