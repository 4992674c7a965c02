export { adjustedRandIndex } from './adjusted-rand.js';
export { chooseK, type ChooseKOptions, type ChosenK, type KEvidence } from './choose-k.js';
export { fitKMeans, type KMeansFit, type KMeansOptions } from './k-means.js';
export { nearestCentres, type NearestCentres } from './nearest-centres.js';
export { pointsAt, pointsOf, squaredDistance, type Points } from './points.js';
export { seedCentres } from './seed-centres.js';
export { silhouetteScore, silhouetteWidths } from './silhouette.js';
