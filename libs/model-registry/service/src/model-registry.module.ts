import { Module, type DynamicModule } from '@nestjs/common';
import { RelationalModule } from '@bellwether/platform/relational';
import { BundleManifests } from './artifacts/bundle-manifests.js';
import { NamedArtifacts } from './artifacts/named-artifacts.js';
import { RegisteredFiles } from './artifacts/registered-files.js';
import { ArtifactSweep } from './artifacts/artifact-sweep.js';
import { RunArtifactsService } from './artifacts/run-artifacts.service.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditReader } from './audit/audit-reader.js';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from './config.js';
import { entities, migrations } from './database/tables.js';
import { DatasetSearchService } from './datasets/dataset-search.service.js';
import { RunInputsController } from './datasets/run-inputs.controller.js';
import { RunInputsService } from './datasets/run-inputs.service.js';
import { RunLinks } from './datasets/run-links.js';
import { DOMAIN } from './domain.js';
import { GateFiles } from './gate/gate-files.js';
import { GateResults } from './gate/gate-results.js';
import { GateService } from './gate/gate.service.js';
import { PromotionGate } from './gate/promotion-gate.js';
import { ArtifactClaims } from './garbage/artifact-claims.js';
import { ExperimentPurge } from './garbage/experiment-purge.js';
import { GarbageCollector } from './garbage/garbage-collector.js';
import { GarbageFinder } from './garbage/garbage-finder.js';
import { SignaturePolicy } from './gate/signature-policy.js';
import { GovernanceController } from './governance.controller.js';
import { HistoryService } from './history/history.service.js';
import { LineageService } from './history/lineage.service.js';
import { StageWriter } from './history/stage-writer.js';
import { ModelLoader } from './inference/model-loader.js';
import { RegistryModels } from './inference/registry-models.js';
import { LoggedModelRepository } from './logged-models/logged-model-repository.js';
import { LoggedModelSearchService } from './logged-models/logged-model-search.service.js';
import { LoggedModelsController } from './logged-models/logged-models.controller.js';
import { LoggedModelsService } from './logged-models/logged-models.service.js';
import { ModelArtifactsService } from './logged-models/model-artifacts.service.js';
import { ModelMetrics } from './logged-models/model-metrics.js';
import { ServerInfoController } from './mlflow/server-info.controller.js';
import { MlflowServerController } from './mlflow/server.controller.js';
import { UnknownEndpointController } from './mlflow/unknown-endpoint.controller.js';
import { ModelInspection } from './onnx/model-inspection.js';
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
import { TrainingDispatcher } from './retrain/training-dispatcher.js';
import { TrainingIntake } from './retrain/training-intake.js';
import { TrainingLedger } from './retrain/training-ledger.js';
import { TrainingReconciler } from './retrain/training-reconciler.js';
import { VersionTrainings } from './retrain/version-trainings.js';
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
import { MetricHistoryController } from './tracking/metric-history.controller.js';
import { MetricHistoryService } from './tracking/metric-history.service.js';
import { RunDocuments } from './tracking/run-documents.js';
import { RunLogService } from './tracking/run-log.service.js';
import { RunRepository } from './tracking/run-repository.js';
import { RunSearchService } from './tracking/run-search.service.js';
import { RunsController } from './tracking/runs.controller.js';
import { RunsService } from './tracking/runs.service.js';
import { WebhookDispatcher } from './webhooks/webhook-dispatcher.js';
import { WebhookEvents } from './webhooks/webhook-events.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { WebhookSettings } from './webhooks/webhook-settings.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { WebhooksService } from './webhooks/webhooks.service.js';

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
        LoggedModelsController,
        RunInputsController,
        MetricHistoryController,
        ServerInfoController,
        WebhooksController,
        UnknownEndpointController,
        MlflowServerController,
        ModelsController,
        RetrainController,
        RolloutsController,
        GovernanceController,
      ],
      providers: [
        { provide: MODEL_REGISTRY_CONFIG, useValue: config },
        ExperimentsService,
        RunRepository,
        RunsService,
        RunDocuments,
        RunLogService,
        RunSearchService,
        RunArtifactsService,
        RegisteredFiles,
        BundleManifests,
        NamedArtifacts,
        LoggedModelRepository,
        LoggedModelsService,
        LoggedModelSearchService,
        ModelArtifactsService,
        ModelMetrics,
        RunLinks,
        RunInputsService,
        DatasetSearchService,
        MetricHistoryService,
        VersionRepository,
        LineageService,
        SourceResolver,
        ModelInspection,
        RegisteredModelsService,
        ModelVersionsService,
        { provide: WebhookSettings, useFactory: () => new WebhookSettings(config.webhooks ?? {}) },
        WebhookSender,
        WebhookDispatcher,
        WebhookEvents,
        WebhooksService,
        AliasWriter,
        PromotionService,
        Outbox,
        ModelConfigs,
        TrainingDispatcher,
        TrainingIntake,
        TrainingLedger,
        VersionTrainings,
        RetrainService,
        TrainingReconciler,
        ServingReportsService,
        ModelInfoService,
        ModelLoader,
        RegistryModels,
        RegistryHealth,
        ArtifactSweep,
        RolloutWriter,
        RolloutTrafficService,
        RolloutsService,
        RolloutWatch,
        AuditLog,
        AuditReader,
        StageWriter,
        HistoryService,
        GateFiles,
        GateResults,
        GateService,
        PromotionGate,
        SignaturePolicy,
        ArtifactClaims,
        ExperimentPurge,
        GarbageFinder,
        GarbageCollector,
      ],
    };
  }
}
