import { describe, expect, it } from '@jest/globals';
import type { BundleManifest } from '@bellwether/contracts';
import { MANIFEST_FILE, openBundle, sha256 } from './bundle.js';

const model = new TextEncoder().encode('the model');
const manifest: BundleManifest = {
  format: 'bellwether-bundle/1',
  model_name: 'm',
  model_type: 'GradientBoostedTrees',
  task: 'binary',
  view: 'v',
  target: 'cancelled',
  features: [],
  calibration: { kind: 'identity' },
  metrics: { auc: 0.7 },
  protocol: 'none',
  training: {
    source: 's',
    range: { start: '2026-01-01', end: '2026-02-01' },
    rows: 2,
    positives: 1,
    data_fingerprint: 'f',
    seed: 1,
    hyperparameters: {},
    code_version: '0',
  },
  files: { 'model.onnx': { sha256: sha256(model), bytes: model.byteLength } },
};
const bytes = new TextEncoder().encode(JSON.stringify(manifest));
const bundle = (changes: Record<string, Uint8Array | undefined> = {}) =>
  new Map(
    Object.entries<Uint8Array | undefined>({ [MANIFEST_FILE]: bytes, 'model.onnx': model, ...changes }).flatMap(
      ([path, content]) => (content === undefined ? [] : [[path, content] as const]),
    ),
  );

describe('openBundle', () => {
  it('opens what was registered', () => {
    expect(openBundle(bundle(), sha256(bytes)).manifest).toEqual(manifest);
  });

  it.each([
    [
      'a model of the same length that was altered',
      { 'model.onnx': new TextEncoder().encode('The model') },
      'model.onnx',
    ],
    ['a missing model', { 'model.onnx': undefined }, 'model.onnx is missing'],
    ['a missing manifest', { [MANIFEST_FILE]: undefined }, 'bellwether.json is missing'],
    ['a manifest that is not JSON', { [MANIFEST_FILE]: model }, 'bellwether.json'],
  ])('refuses %s, naming the file', (_, changes, named) => {
    expect(() => openBundle(bundle(changes), undefined)).toThrow(
      expect.objectContaining({ code: 'FAILED_PRECONDITION', message: expect.stringContaining(named) }),
    );
  });

  it('refuses a manifest that is not the registered one, even where it is consistent in itself', () => {
    const other = new TextEncoder().encode(JSON.stringify({ ...manifest, target: 'no_show' }));
    expect(() => openBundle(bundle({ [MANIFEST_FILE]: other }), sha256(bytes))).toThrow(/bellwether\.json/);
  });
});
