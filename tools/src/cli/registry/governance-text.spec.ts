import { describe, expect, it } from '@jest/globals';
import { garbageText } from './garbage.js';
import { resultText, rulesText } from './gate.js';
import { historyText } from './history.js';
import { lineageText } from './lineage.js';

describe('what the registry has on record, as text', () => {
  it('shows periods with who and why', () => {
    const text = historyText({
      model_name: 'churn',
      aliases: [
        {
          ...{ alias: 'champion', version: '2', kind: 'forced', from: '2026-03-01T10:00:00.000Z' },
          ...{ by: 'key:abc', reason: 'version 1 leaks prices' },
        },
      ],
      stages: [
        {
          ...{ version: '1', stage: 'Staging', from: '2026-02-01T10:00:00.000Z', to: '2026-02-02T10:00:00.000Z' },
          ...{ by: '', reason: '' },
        },
      ],
    });
    expect(text).toMatch(/champion \(forced\) {2}2 +2026-03-01 10:00 {2}now +key:abc {2}version 1 leaks prices/);
    expect(text).toMatch(/stage Staging +1 +2026-02-01 10:00 {2}2026-02-02 10:00/);
    expect(historyText({ model_name: 'churn', aliases: [], stages: [] })).toBe('churn: no alias and no stage');
  });

  it('shows where a version comes from, and nothing that is not known', () => {
    const named = { model_name: 'churn', version: '3', source: 'runs:/r1/model' };
    const nothing = { parent_run_ids: [], datasets: [], input_model_ids: [] };
    expect(lineageText({ ...named, ...nothing })).toMatch(
      /^churn version 3\n\n.*registered from +runs:\/r1\/model *$/s,
    );
    const text = lineageText({
      ...{ ...named, ...nothing, run_id: 'r1', parent_run_ids: ['r2', 'r3'], training_job_id: 'train_1' },
      datasets: [{ name: 'bookings', digest: 'd1', source_type: 'local', context: 'training' }],
      bundle: {
        ...{ digest: 'abc', signed: true, code_version: '0.1.0', data_source: 'hotel', data_fingerprint: 'f' },
        ...{ data_range: { start: '2024-01-01', end: '2025-01-01' }, rows: 5_000, seed: 1, view: 'booking' },
        features: [{ name: 'lead', available_at: 'at booking' }],
      },
    });
    for (const said of [
      /parent runs +r2, r3/,
      /training +train_1 \(bellwether reproduce churn@3\)/,
      /read data +bookings d1 training/,
      /bundle +abc, signed/,
      /trained on +5000 rows of hotel, 2024-01-01 to 2025-01-01/,
      /features +1 of the view booking/,
    ]) {
      expect(text).toMatch(said);
    }
  });

  it('shows each rule of a gate, and what it said', () => {
    const rules = [
      { name: 'ranks as well', kind: 'against_champion', figure: 'auc', better: 'higher', margin: 0.005 },
      { name: 'fair', kind: 'slices_within', figure: 'bias', by: 'segment', min: -0.1, max: 0.1, min_rows: 50 },
    ] as const;
    const text = rulesText({ model_name: 'churn', rules: [...rules] });
    expect(text).toMatch(/auc +higher is better; at most 0.005 worse than the champion's/);
    expect(text).toMatch(/at least -0.1, at most 0.1 in every slice by segment of 50 rows or more/);
    const named = { model_name: 'churn', version: '3' };
    expect(resultText({ ...named, status: 'missing' })).toBe('churn version 3: the gate has not been asked');
    const result = resultText({
      ...{ ...named, status: 'failed' },
      result: {
        ...{ passed: false, decided_at: '2026-03-01T10:00:00.000Z', decided_by: 'key:abc', champion_version: '2' },
        rows: { source: 'bookings', count: 900, from: '2026-01-01T00:00:00Z', data_fingerprint: 'f' },
        rules: [
          {
            ...{ name: 'ranks as well', figure: 'auc', value: 0.71234, bound: 'at least 0.795', passed: false },
            detail: 'champion 2 has 0.8',
          },
        ],
      },
    });
    expect(result).toContain('churn version 3 failed its gate on 2026-03-01 10:00, against version 2,');
    expect(result).toMatch(/NO {2}ranks as well {2}auc +0.7123 {2}at least 0.795 {2}champion 2 has 0.8/);
  });

  it('tells what a collection does from what it would do', () => {
    const item = {
      path: '1/abc',
      kind: 'run',
      marked_at: '2026-03-01T10:00:00Z',
      due_at: '2026-03-02T10:00:00Z',
    } as const;
    const collected = { dry_run: true, deleted: [item], marked: [], experiments: [], more: true };
    expect(garbageText(collected)).toMatch(/^1 folder would be deleted, 0 would be marked/);
    expect(garbageText(collected)).toMatch(/run it again[\s\S]*delete {2}1\/abc/);
    expect(garbageText({ ...collected, dry_run: false, more: false })).toMatch(/^1 folder deleted, 0 marked/);
  });
});
