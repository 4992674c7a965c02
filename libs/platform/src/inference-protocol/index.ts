export { INFERENCE_ACCESS, INFERENCE_PACKAGE, INFERENCE_SERVICE } from './grpc/grpc-access.js';
export { INFERENCE_LOADER } from './grpc/grpc-messages.js';
export { InferenceGrpcController } from './grpc/inference-grpc.controller.js';
export { inferenceErrors, inferenceRoutes } from './http/http-routes.js';
export { InferenceMetrics } from './inference-metrics.js';
export { InferenceService } from './inference.service.js';
export { ModelCatalogue } from './model-catalogue.js';
export type { InferableModel, InferableModels, ListedModel } from './models.js';
