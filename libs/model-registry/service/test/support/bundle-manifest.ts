import type { BundleManifest } from '@bellwether/contracts';

/** The manifest of a bundle, as a trainer would write it. */
export function bundleManifest(name: string): BundleManifest {
  return {
    format: 'bellwether-bundle/1',
    model_name: name,
    model_type: 'GradientBoostedTrees',
    task: 'binary',
    view: 'booking',
    target: 'cancelled',
    features: [
      {
        name: 'lead',
        kind: 'numeric',
        unit: 'days',
        available_at: 'at booking',
        reference: { missing: 0, values: [1], counts: [1], rank_error: 0 },
      },
    ],
    calibration: { kind: 'identity' },
    metrics: { auc: 0.8 },
    protocol: 'booked later',
    training: {
      source: 's',
      range: { start: '2016-01-01', end: '2016-12-31' },
      rows: 5_000,
      positives: 1_000,
      data_fingerprint: 'f',
      seed: 1,
      hyperparameters: {},
      code_version: '1',
    },
    files: {},
  };
}
