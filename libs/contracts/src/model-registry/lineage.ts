import { z } from 'zod';
import { Identifier, IsoDate } from '../fields.js';
import { operation } from '../operation.js';

/** What the bundle of a version says of its training; its digest vouches for it. */
export const BundleLineage = z.strictObject({
  /** SHA-256 of the manifest, hexadecimal: it names the digest of every other file. */
  digest: z.string(),
  signed: z.boolean(),
  /** Version of the code that trained it. */
  code_version: z.string(),
  data_source: z.string(),
  /** SHA-256 over the training rows in canonical order. */
  data_fingerprint: z.string(),
  data_range: z.strictObject({ start: IsoDate, end: IsoDate }),
  rows: z.int(),
  seed: z.int(),
  /** Feature view that computes the input. */
  view: z.string(),
  features: z.array(z.strictObject({ name: z.string(), available_at: z.string() })),
});
export type BundleLineage = z.output<typeof BundleLineage>;

/** A data set that the run of a version read, as it was logged. */
export const LineageDataset = z.strictObject({
  name: z.string(),
  digest: z.string(),
  source_type: z.string(),
  /** `training`, `validation`, …; '' where nobody said. */
  context: z.string(),
});

export const GetVersionLineageRequest = z.strictObject({
  model_name: Identifier,
  version: z.string().min(1).max(20),
});
export type GetVersionLineageRequest = z.output<typeof GetVersionLineageRequest>;

export const GetVersionLineageResponse = z.strictObject({
  model_name: z.string(),
  version: z.string(),
  /** As it was registered: `runs:/…`, `models:/…`. */
  source: z.string(),
  /** Left out where it was registered without one. */
  run_id: z.string().optional(),
  /** The run's parent, its parent, and so on, ten at most. */
  parent_run_ids: z.array(z.string()),
  /** The logged model that it was registered from. */
  model_id: z.string().optional(),
  /** Of a training of this registry: `bellwether reproduce` can train it again. */
  training_job_id: z.string().optional(),
  datasets: z.array(LineageDataset),
  /** Logged models that the run read. */
  input_model_ids: z.array(z.string()),
  /** Left out for a model from elsewhere. */
  bundle: BundleLineage.optional(),
});
export type GetVersionLineageResponse = z.output<typeof GetVersionLineageResponse>;

export const getVersionLineage = operation({
  domain: 'model-registry',
  service: 'GovernanceService',
  method: 'GetVersionLineage',
  verb: 'GET',
  path: '/models/{model_name}/versions/{version}/lineage',
  access: 'reader',
  summary:
    'Where a version comes from: its run and the parents of that, data, code, features, and the digest of its bundle',
  request: GetVersionLineageRequest,
  response: GetVersionLineageResponse,
});
