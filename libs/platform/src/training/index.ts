export { bundleOf, type BundleFiles } from './bundle-files.js';
export { codeVersionIn } from './code-version.js';
export { finiteFigures } from './finite-figures.js';
export { parseTrainPayload } from './parse-train-payload.js';
export { runTraining, type TrainedModel, type Trainer, type TrainerContext } from './run-training.js';
export { HyperparameterRange, resolveHyperparameters } from './hyperparameters.js';
export { parseModelFile, readModelFile } from './read-model-file.js';
