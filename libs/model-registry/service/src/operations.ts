import {
  cancelRetrainJob,
  getModelInfo,
  getRetrainJob,
  listModels,
  promoteModel,
  reportServing,
  retrainModel,
  rollbackModel,
} from '@bellwether/contracts';

/** The operations that this domain serves; the MLflow protocol and the Open Inference Protocol stand beside them. */
export const modelRegistryOperations = {
  getModelInfo,
  listModels,
  promoteModel,
  rollbackModel,
  reportServing,
  retrainModel,
  getRetrainJob,
  cancelRetrainJob,
};
