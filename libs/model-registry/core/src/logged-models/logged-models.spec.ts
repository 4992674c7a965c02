import { describe, expect, it } from '@jest/globals';
import { isModelId, nameOfNewModel } from './model-id.js';
import { parseModelOrder } from './model-order.js';
import { finalStatus } from './model-status.js';
import { pointsPerModel } from './points-per-model.js';

const ID = `m-${'0af9'.repeat(8)}`;

describe('isModelId', () => {
  it('knows the identifiers that are given out, and no other text', () => {
    expect(isModelId(ID)).toBe(true);
    for (const wrong of ['', 'm-', ID.slice(1), `${ID}0`, ID.toUpperCase(), `${ID}\n`, `m-${'g'.repeat(32)}`]) {
      expect(isModelId(wrong)).toBe(false);
    }
  });
});

describe('nameOfNewModel', () => {
  it('is the name sent, or made from the identifier', () => {
    expect([nameOfNewModel(ID, 'Größe 1'), nameOfNewModel(ID, ''), nameOfNewModel(ID, undefined)]).toEqual([
      'Größe 1',
      'model-0af90af9',
      'model-0af90af9',
    ]);
  });

  it.each(['a/b', 'a:b', 'a.b', 'a%b', 'a"b', "a'b", ' ', 'a\nb', 'x'.repeat(501)])('refuses %j', (name) => {
    expect(() => nameOfNewModel(ID, name)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

describe('finalStatus', () => {
  it('is one of the two ends of an upload', () => {
    expect([finalStatus('LOGGED_MODEL_READY'), finalStatus('LOGGED_MODEL_UPLOAD_FAILED')]).toEqual(['READY', 'FAILED']);
    expect(() => finalStatus('LOGGED_MODEL_PENDING')).toThrow(/'status'/);
  });
});

describe('pointsPerModel', () => {
  it('shares what an answer carries, and gives each model one at least', () => {
    expect([0, 1, 2, 1_000, 60_000].map(pointsPerModel)).toEqual([50_000, 50_000, 25_000, 50, 1]);
  });
});

describe('parseModelOrder', () => {
  const parse = (field_name: string, more: object = {}) => parseModelOrder([{ field_name, ascending: true, ...more }]);

  it('reads attributes, under older names too, and metrics with their dataset', () => {
    expect(parse('creation_time')).toEqual([{ entity: 'attribute', key: 'creation_timestamp', ascending: true }]);
    const metric = { entity: 'metric', ascending: true, dataset_name: undefined, dataset_digest: undefined };
    expect(parse('metrics.val/loss.mean')).toEqual([{ ...metric, key: 'val/loss.mean' }]);
    expect(parse('metrics.`a b`')).toEqual([{ ...metric, key: 'a b' }]);
    expect(parse('metrics.a', { dataset_name: 'd', dataset_digest: '1' })).toEqual([
      { ...metric, key: 'a', dataset_name: 'd', dataset_digest: '1' },
    ]);
    // Unset fields of a message may arrive as empty text.
    expect(parse('metrics.a', { dataset_name: '', dataset_digest: '' })).toEqual([{ ...metric, key: 'a' }]);
  });

  it.each([
    ['params.a', {}],
    ['metrics.', {}],
    ['toString', {}],
    ['', {}],
    ['name', { dataset_name: 'd' }],
    ['metrics.a', { dataset_digest: '1' }],
  ])('refuses %s %j', (field_name, more) => {
    expect(() => parse(field_name, more)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
