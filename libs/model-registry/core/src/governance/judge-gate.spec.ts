import { describe, expect, it } from '@jest/globals';
import { judgeGate, type Evidence, type Rule } from './judge-gate.js';

const FINE: Evidence = { figures: { auc: 0.8, ece: 0.02, rows: 900 }, slices: [] };
const against = (auc: number, version = '3'): Evidence => ({ ...FINE, champion: { version, figures: { auc } } });
const AUC: Rule = { name: 'ranks as well', kind: 'against_champion', figure: 'auc', better: 'higher', margin: 0.005 };
const ECE: Rule = { name: 'calibrated', kind: 'within', figure: 'ece', max: 0.02 };
const judge = (rule: Rule, evidence: Evidence, champion?: string) => judgeGate([rule], evidence, champion)[0]!;

describe('a rule over a figure', () => {
  it.each([
    ['at its bound', 0.02, true],
    ['beyond it', 0.020001, false],
    ['that is no number', NaN, false],
  ])('with a figure %s', (_, ece, passed) => {
    expect(judge(ECE, { ...FINE, figures: { ece } }).passed).toBe(passed);
  });

  it('passes nothing that was not measured, not even under a name that every object has', () => {
    expect(judge(ECE, { ...FINE, figures: {} })).toMatchObject({ passed: false, detail: 'not measured' });
    expect(judge({ ...ECE, figure: 'constructor' }, FINE).passed).toBe(false);
  });

  it('tells figure and bound', () => {
    expect(judge({ name: 'sure enough', kind: 'within', figure: 'auc', min: 0.85, max: 1 }, FINE)).toEqual({
      name: 'sure enough',
      figure: 'auc',
      value: 0.8,
      bound: 'in [0.85, 1]',
      passed: false,
      detail: '',
    });
  });
});

describe('a rule against the champion', () => {
  it.each([
    ['ranks worse', 0.7, true],
    ['ranks better within the margin', 0.805, true],
    ['ranks better beyond the margin', 0.8051, false],
  ])('when the champion %s', (_, theirs, passed) => {
    expect(judge(AUC, against(theirs), '3').passed).toBe(passed);
  });

  it('asks for more than the champion has where the margin is below zero', () => {
    const better = { ...AUC, margin: -0.01 };
    expect(judge(better, against(0.79), '3').passed).toBe(true);
    expect(judge(better, against(0.795), '3').passed).toBe(false);
  });

  it('takes less for better where that is said', () => {
    const rule: Rule = { name: 'errs no more', kind: 'against_champion', figure: 'ece', better: 'lower', margin: 0 };
    const evidence = (ece: number): Evidence => ({ ...FINE, champion: { version: '3', figures: { ece } } });
    expect(judge(rule, evidence(0.02), '3')).toMatchObject({ passed: true, bound: 'at most 0.02' });
    expect(judge(rule, evidence(0.01), '3').passed).toBe(false);
  });

  it('passes where nothing is in production, for what was measured', () => {
    expect(judge(AUC, FINE).passed).toBe(true);
    expect(judge(AUC, { ...FINE, figures: {} }).passed).toBe(false);
  });

  it('does not pass by a comparison with another version, with none, or with one that cannot be compared', () => {
    expect(judge(AUC, against(0.1, '2'), '3').detail).toBe('compared with version 2, and 3 is in production');
    expect(judge(AUC, FINE, '3').detail).toBe('compared with nothing, and 3 is in production');
    const foreign = judge(AUC, { ...FINE, champion: { version: '3', figures: {}, reason: 'no manifest' } }, '3');
    expect(foreign).toMatchObject({ passed: false, detail: 'champion 3 cannot be compared: no manifest' });
  });
});

describe('a rule over slices', () => {
  const rule: Rule = {
    name: 'fair',
    kind: 'slices_within',
    figure: 'bias',
    min: -0.1,
    max: 0.1,
    by: 'segment',
    min_rows: 50,
  };
  const slice = (value: string, bias: number | undefined, rows = 100, by = 'segment') => ({
    by,
    value,
    rows,
    figures: (bias === undefined ? {} : { bias }) as Record<string, number>,
  });
  const sliced = (...slices: ReturnType<typeof slice>[]): Evidence => ({ figures: {}, slices });

  it('shows the slice that is furthest out', () => {
    const result = judge(rule, sliced(slice('a', 0.05), slice('b', -0.2), slice('c', 0.11)));
    expect(result).toMatchObject({ passed: false, value: -0.2, detail: 'segment = b, 100 rows' });
  });

  it('leaves out slices that are small, and those by another column', () => {
    const result = judge(rule, sliced(slice('a', 0.05), slice('b', 0.9, 49), slice('c', 0.9, 100, 'other')));
    expect(result).toMatchObject({ passed: true, value: 0.05 });
  });

  it('has nothing against rows without a slice that is large enough, and does not pass one that was not measured', () => {
    expect(judge(rule, sliced(slice('a', 0, 10)))).toMatchObject({
      passed: true,
      detail: 'no slice by segment has 50 rows',
    });
    expect(judge(rule, sliced(slice('a', 0), slice('b', undefined)))).toMatchObject({ passed: false });
  });
});
