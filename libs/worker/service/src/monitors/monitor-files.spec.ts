import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { monitorsOf } from './monitor-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-monitors-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(model: string, monitors: unknown): Promise<void> {
  await mkdir(join(folder, model), { recursive: true });
  await writeFile(
    join(folder, model, 'monitors.json'),
    typeof monitors === 'string' ? monitors : JSON.stringify(monitors),
  );
}

describe('the monitors of the models', () => {
  it('are those of every folder that has some, with what is left out filled in', async () => {
    await write('b_model', [{ id: 'slow', kind: 'latency', threshold: 50 }]);
    await write('a_model', [{ id: 'moved', kind: 'feature_drift', retrain: true }]);
    await mkdir(join(folder, 'c_model'));
    expect(await monitorsOf(folder)).toMatchObject([
      { id: 'moved', model: 'a_model', window_hours: 168, false_alarm_rate: 0.01, min_rows: 200, retrain: true },
      { id: 'slow', model: 'b_model', threshold: 50, retrain: false },
    ]);
  });

  it.each([
    ['no JSON', '[', 'models/m/monitors.json'],
    ['a kind there is not', [{ id: 'x', kind: 'guess' }], '0.kind'],
    ['a field there is not', [{ id: 'x', kind: 'latency', treshold: 1 }], 'treshold'],
    ['data without a table', [{ id: 'x', kind: 'data_quality' }], '0.table'],
    ['an age without a time', [{ id: 'x', kind: 'freshness', table: 't' }], '0.time_column'],
  ])('are refused with %s, naming file and field', async (_, monitors, said) => {
    await write('m', monitors);
    await expect(monitorsOf(folder)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining(said),
    });
  });

  it('are refused where two have one id', async () => {
    await write('m', [{ id: 'x', kind: 'latency' }]);
    await write('n', [{ id: 'x', kind: 'latency' }]);
    await expect(monitorsOf(folder)).rejects.toThrow("two monitors have the id 'x'");
  });

  it('that are shipped are right', async () => {
    const shipped = await monitorsOf(fileURLToPath(new URL('../../../../../models', import.meta.url)));
    expect(new Set(shipped.map(({ model }) => model))).toEqual(new Set(['churn_predictor', 'no_show_predictor']));
  });
});
