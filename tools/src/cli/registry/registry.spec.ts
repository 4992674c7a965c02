import { describe, expect, it } from '@jest/globals';
import { exampleRequest, valueType } from './inference-example.js';
import { within } from './export-models.js';
import { promotionText } from './promotion.js';

describe('an example request of a model', () => {
  it('has each input with open dimensions at one', () => {
    const inputs = [
      { name: 'x', kind: 'tensor', dtype: 'float32', shape: ['n', 3] },
      { name: 'label', kind: 'tensor', dtype: 'string', shape: [null] },
    ] as const;
    expect(exampleRequest(inputs)).toEqual({
      inputs: [
        { name: 'x', shape: [1, 3], datatype: 'FP32', data: [0, 0, 0] },
        { name: 'label', shape: [1], datatype: 'BYTES', data: [''] },
      ],
    });
  });

  it('is left out for a type the protocol does not have, and for one too long to show', () => {
    expect(exampleRequest([{ name: 'x', kind: 'tensor', dtype: 'bfloat16', shape: [1] }])).toBeUndefined();
    expect(exampleRequest([{ name: 'x', kind: 'tensor', dtype: 'float32', shape: [3, 224, 224] }])).toBeUndefined();
  });

  it('shows types as a signature does', () => {
    expect(valueType({ name: 'x', kind: 'tensor', dtype: 'float32', shape: ['n', null, 3] })).toBe('float32 [n, ?, 3]');
    expect(valueType({ name: 'x', kind: 'sequence' })).toBe('sequence');
  });
});

describe('an exported file', () => {
  it('stays in its folder, whatever the registry calls it', () => {
    expect(within('/out/m', 'model.onnx')).toBe('/out/m/model.onnx');
    expect(within('/out/m', 'data/a.bin')).toBe('/out/m/data/a.bin');
    for (const path of ['../x', '/etc/passwd', 'a/../../x', '..', '.', '']) {
      expect(() => within('/out/m', path)).toThrow('would leave');
    }
  });
});

describe('a promotion', () => {
  it('says what was in production before', () => {
    const done = { model_name: 'm', version: '3', promoted_at: '2026-01-31T00:00:00Z' };
    expect(promotionText(done)).toBe('m: version 3 is in production (there was none before)');
    expect(promotionText({ ...done, previous_version: '2' })).toContain('before: version 2');
  });
});
