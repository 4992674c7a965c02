import type { TrustedKeys } from '@bellwether/platform/model-runtime';
import type { TrialLimits } from './onnx/trial.js';
import type { WebhookConfig } from './webhooks/webhook-settings.js';

/** What the registry is told when it starts. */
export interface ModelRegistryConfig {
  /** `postgres://…`, `pglite:///abs/folder` or `pglite://memory`. */
  readonly databaseUrl: string;
  /** Folder of the training configurations: `<folder>/<model>/model.json`. */
  readonly modelsDir: string;
  /** How many trainings may wait for a worker; the next is refused. Default 20. */
  readonly maxWaitingTrainings?: number;
  /** How long a retrain call with `async: false` waits for its job, in milliseconds. Default 110 s. */
  readonly retrainWaitMs?: number;
  /** How long deleted runs and experiments are kept, and how long what is marked as garbage may be claimed yet; in milliseconds. Default 30 days and 1 day. */
  readonly garbage?: { readonly retentionMs: number; readonly graceMs: number };
  /** Of which one must have signed what goes into production; unsigned bundles go there where left out. */
  readonly trustedKeys?: TrustedKeys | undefined;
  /** How many ONNX models are kept in memory for the Open Inference Protocol. Default 4. */
  readonly maxOnnxSessions?: number;
  /** Limits of the process that an ONNX model is tried in before it is registered. Default 60 s, 20 s of CPU and 2 GiB. */
  readonly onnxTrial?: Partial<TrialLimits>;
  /** Where webhooks may lead, and the key that their secrets are kept under. */
  readonly webhooks?: WebhookConfig;
}

export const MODEL_REGISTRY_CONFIG = Symbol('ModelRegistryConfig');
