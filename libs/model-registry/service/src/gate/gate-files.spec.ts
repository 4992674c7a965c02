import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GateFiles } from './gate-files.js';

const MODELS_DIR = fileURLToPath(new URL('../../../../../models', import.meta.url));
const filesIn = (modelsDir: string) => new GateFiles({ databaseUrl: '', modelsDir });

const RISKS = ['churn_predictor', 'no_show_predictor'];
const FORECASTS = (await readdir(MODELS_DIR)).filter((name) => !RISKS.includes(name));

describe.each(FORECASTS)('models/%s', (name) => {
  it('has a gate with a bound on its size, its error and what it was measured on', async () => {
    const figures = (await filesIn(MODELS_DIR).rulesOf(name))!.map(({ figure }) => figure);
    expect(figures).toContain('bundle_bytes');
    expect(figures.some((figure) => /mape|rmse/.test(figure))).toBe(true);
    expect(figures.some((figure) => /origins|test_rows|tested/.test(figure))).toBe(true);
  });
});

describe.each(RISKS)('models/%s', (name) => {
  it('has a gate against its champion, with a minimum of rows and a bound on its calibration', async () => {
    const rules = (await filesIn(MODELS_DIR).rulesOf(name))!;
    expect(rules.some(({ kind }) => kind === 'against_champion')).toBe(true);
    expect(rules.map(({ figure }) => figure)).toEqual(
      expect.arrayContaining(['test_rows', 'ece', 'calibration_slope']),
    );
  });
});

describe('the gate of a model', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellwether-gates-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['no_such_model', '', '..', 'a/b', 'churn predictor'])('of %j is none', async (name) => {
    expect(await filesIn(folder).rulesOf(name)).toBeUndefined();
  });

  const within = { name: 'a', kind: 'within', figure: 'auc', min: 0 };
  it.each([
    ['no JSON', '{'],
    ['no rule', JSON.stringify({ rules: [] })],
    ['a rule without a bound', JSON.stringify({ rules: [{ ...within, min: undefined }] })],
    [
      'a comparison without a margin',
      JSON.stringify({ rules: [{ ...within, kind: 'against_champion', better: 'higher' }] }),
    ],
    ['slices by nothing', JSON.stringify({ rules: [{ ...within, kind: 'slices_within', min_rows: 5 }] })],
    ['two rules of one name', JSON.stringify({ rules: [within, within] })],
    ['a field that it does not know', JSON.stringify({ rules: [{ ...within, maximum: 1 }] })],
  ])('that is a file with %s is an error, and not no gate', async (_, text) => {
    await mkdir(join(folder, 'broken'), { recursive: true });
    await writeFile(join(folder, 'broken', 'gate.json'), text);
    await expect(filesIn(folder).rulesOf('broken')).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});
