import { describe, expect, it } from '@jest/globals';
import { differencesOf } from './reproduction.js';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const bundle = (manifest: object, onnx = 'trees') =>
  new Map([
    ['bellwether.json', bytes(manifest)],
    ['model.onnx', bytes(onnx)],
  ]);

describe('what differs between two bundles', () => {
  it('is nothing where every byte is the same', () => {
    expect(differencesOf(bundle({ a: 1 }), bundle({ a: 1 }))).toEqual([]);
  });

  it('is told by the path of each value of the manifest, with both sides', () => {
    const was = { training: { seed: 1, rows: 10 }, metrics: { auc: 0.8 }, features: [{ name: 'adr' }] };
    const is = { training: { seed: 1, rows: 12 }, metrics: {}, features: [{ name: 'adr' }, { name: 'lead_time' }] };
    expect(differencesOf(bundle(was), bundle(is))).toEqual([
      'training.rows: was 10, is 12',
      'metrics.auc: was 0.8, is absent',
      'features.1: was absent, is {"name":"lead_time"}',
    ]);
  });

  it('is no more than ten of each field, and the number of the others', () => {
    const counts = (from: number) => ({ counts: Array.from({ length: 30 }, (_, i) => from + i) });
    const differences = differencesOf(bundle({ features: counts(0) }), bundle({ features: counts(1) }));
    expect(differences).toHaveLength(11);
    expect(differences.at(-1)).toBe('features: 20 further differences');
  });

  it('is told by digest for other files, and by name for those that only one has', () => {
    const [difference] = differencesOf(bundle({}, 'trees'), bundle({}, 'other trees'));
    expect(difference).toMatch(/^model\.onnx: was sha256 [0-9a-f]{64}, is [0-9a-f]{64}$/);
    const more = new Map([...bundle({}), ['MLmodel', bytes('flavors:')]]);
    expect(differencesOf(more, bundle({}))).toEqual(['MLmodel: only in the version']);
    expect(differencesOf(bundle({}), more)).toEqual(['MLmodel: only made now']);
  });

  it('is the digest of a manifest whose values are the same and whose text is not', () => {
    const spaced = new Map([...bundle({ a: 1 }), ['bellwether.json', bytes('{ "a": 1 }')]]);
    expect(differencesOf(bundle({ a: 1 }), spaced)).toEqual([expect.stringMatching(/^bellwether\.json: was sha256/)]);
  });
});
