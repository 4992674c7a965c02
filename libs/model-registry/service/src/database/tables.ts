import { AuditEntryEntity } from './audit-entry.entity.js';
import { ExperimentEntity, ExperimentTagEntity } from './experiment.entity.js';
import { GateResultEntity } from './gate-result.entity.js';
import { CreateGovernance1795219200020 } from './governance-migrations.js';
import { CreateLoggedModels1795219200010 } from './logged-model-migrations.js';
import { LoggedModelEntity, LoggedModelParamEntity, LoggedModelTagEntity } from './logged-model.entity.js';
import {
  CreateOperations1795219200002,
  CreateRegistry1795219200001,
  CreateTracking1795219200000,
  IdentifyOutboxEvents1795219200003,
} from './migrations.js';
import { ModelVersionEntity, ModelVersionTagEntity } from './model-version.entity.js';
import { OutboxEntity } from './outbox.entity.js';
import {
  AliasHistoryEntity,
  RegisteredModelAliasEntity,
  RegisteredModelEntity,
  RegisteredModelTagEntity,
} from './registered-model.entity.js';
import { CreateRollouts1795219200040 } from './rollout-migrations.js';
import { RolloutChangeEntity, RolloutEntity, RolloutTrafficEntity } from './rollout.entity.js';
import { LatestMetricEntity, RunEntity, RunParamEntity, RunTagEntity } from './run.entity.js';
import { IndexSearches1795219200015 } from './search-migrations.js';
import { ServingReportEntity } from './serving-report.entity.js';
import { StageHistoryEntity } from './stage-history.entity.js';
import { QueueTrainings1795219200050 } from './training-migrations.js';
import { TrainingJobEntity } from './training-job.entity.js';
import { WebhookDeliveryEntity, WebhookEntity } from './webhook.entity.js';
import { CreateWebhooks1795219200030 } from './webhook-migrations.js';

export const entities = [
  ExperimentEntity,
  ExperimentTagEntity,
  RunEntity,
  RunParamEntity,
  RunTagEntity,
  LatestMetricEntity,
  RegisteredModelEntity,
  RegisteredModelTagEntity,
  RegisteredModelAliasEntity,
  AliasHistoryEntity,
  ModelVersionEntity,
  ModelVersionTagEntity,
  LoggedModelEntity,
  LoggedModelParamEntity,
  LoggedModelTagEntity,
  OutboxEntity,
  TrainingJobEntity,
  ServingReportEntity,
  WebhookEntity,
  WebhookDeliveryEntity,
  RolloutEntity,
  RolloutChangeEntity,
  RolloutTrafficEntity,
  AuditEntryEntity,
  StageHistoryEntity,
  GateResultEntity,
];

export const migrations = [
  CreateTracking1795219200000,
  CreateRegistry1795219200001,
  CreateOperations1795219200002,
  IdentifyOutboxEvents1795219200003,
  CreateLoggedModels1795219200010,
  IndexSearches1795219200015,
  CreateGovernance1795219200020,
  CreateWebhooks1795219200030,
  CreateRollouts1795219200040,
  QueueTrainings1795219200050,
];
