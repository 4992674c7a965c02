import { Module, type DynamicModule } from '@nestjs/common';
import { RelationalModule } from '@bellwether/platform/relational';
import { RegisteredFiles } from './artifacts/registered-files.js';
import { ArtifactSweep } from './artifacts/artifact-sweep.js';
import { RunArtifactsService } from './artifacts/run-artifacts.service.js';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from './config.js';
import { entities, migrations } from './database/tables.js';
import { DOMAIN } from './domain.js';
import { InferenceController } from './inference/inference.controller.js';
import { InferenceService } from './inference/inference.service.js';
import { ModelLoader } from './inference/model-loader.js';
import { MlflowServerController } from './mlflow/server.controller.js';
import { UnknownEndpointController } from './mlflow/unknown-endpoint.controller.js';
import { AliasWriter } from './promotion/alias-writer.js';
import { Outbox } from './promotion/outbox.js';
import { PromotionService } from './promotion/promotion.service.js';
import { RegistryHealth } from './registry-health.js';
import { AliasesController } from './registry/aliases.controller.js';
import { ModelVersionsController } from './registry/model-versions.controller.js';
import { ModelVersionsService } from './registry/model-versions.service.js';
import { RegisteredModelsController } from './registry/registered-models.controller.js';
import { RegisteredModelsService } from './registry/registered-models.service.js';
import { SourceResolver } from './registry/source-resolver.js';
import { VersionRepository } from './registry/version-repository.js';
import { ModelConfigs } from './retrain/model-config.js';
import { RetrainController } from './retrain/retrain.controller.js';
import { RetrainService } from './retrain/retrain.service.js';
import { TrainingLedger } from './retrain/training-ledger.js';
import { TrainingReconciler } from './retrain/training-reconciler.js';
import { RolloutTrafficService } from './rollout/rollout-traffic.service.js';
import { RolloutWatch } from './rollout/rollout-watch.js';
import { RolloutWriter } from './rollout/rollout-writer.js';
import { RolloutsController } from './rollout/rollouts.controller.js';
import { RolloutsService } from './rollout/rollouts.service.js';
import { ModelInfoService } from './serving/model-info.service.js';
import { ModelsController } from './serving/models.controller.js';
import { ServingReportsService } from './serving/serving-reports.service.js';
import { ExperimentsController } from './tracking/experiments.controller.js';
import { ExperimentsService } from './tracking/experiments.service.js';
import { RunLogService } from './tracking/run-log.service.js';
import { RunRepository } from './tracking/run-repository.js';
import { RunSearchService } from './tracking/run-search.service.js';
import { RunsController } from './tracking/runs.controller.js';
import { RunsService } from './tracking/runs.service.js';

/**
 * Experiment tracking, the model registry, training jobs and the serving of foreign ONNX models.
 *
 * It takes the artifact store, the event bus, the job queue, the logger and the clock from the app. The artifact proxy is
 * no part of it: the app takes the plugin `artifactProxy`.
 */
@Module({})
export class ModelRegistryModule {
  static forRoot(config: ModelRegistryConfig): DynamicModule {
    return {
      module: ModelRegistryModule,
      imports: [RelationalModule.forDomain({ domain: DOMAIN, url: config.databaseUrl, entities, migrations })],
      controllers: [
        ExperimentsController,
        RunsController,
        RegisteredModelsController,
        ModelVersionsController,
        AliasesController,
        UnknownEndpointController,
        MlflowServerController,
        ModelsController,
        RetrainController,
        InferenceController,
        RolloutsController,
      ],
      providers: [
        { provide: MODEL_REGISTRY_CONFIG, useValue: config },
        ExperimentsService,
        RunRepository,
        RunsService,
        RunLogService,
        RunSearchService,
        RunArtifactsService,
        RegisteredFiles,
        VersionRepository,
        SourceResolver,
        RegisteredModelsService,
        ModelVersionsService,
        AliasWriter,
        PromotionService,
        Outbox,
        ModelConfigs,
        TrainingLedger,
        RetrainService,
        TrainingReconciler,
        ServingReportsService,
        ModelInfoService,
        ModelLoader,
        InferenceService,
        RegistryHealth,
        ArtifactSweep,
        RolloutWriter,
        RolloutTrafficService,
        RolloutsService,
        RolloutWatch,
      ],
    };
  }
}
