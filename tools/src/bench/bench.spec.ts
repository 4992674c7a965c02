import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chooseAreas, listAreas } from './areas.js';
import { renderBenchmarks } from './render.js';
import type { BenchResult } from './result.js';
import { keepResult, readResults } from './results-folder.js';
import { runScript } from './run-script.js';

const RESULT: BenchResult = {
  area: 'hotel-quality',
  measured_on: '2026-01-31',
  commit: '0123456789',
  machine: { cpu: 'Some CPU', cores: 2, memory_gib: 8, platform: 'linux x64', node: '20.20.2' },
  outputs: [
    {
      protocol: 'trained on the past.',
      bar: 'AUC ≥ 0.784',
      auc: 0.79,
      xgboost_auc: null,
      by_year: [
        { year: 2016, auc: 0.78 },
        { year: 2017, auc: 0.8 },
      ],
    },
  ],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwether-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function script(body: string): Promise<string> {
  const path = join(folder, 'some.bench.mjs');
  await writeFile(path, body);
  return path;
}
const ran = async (body: string, told: string[] = []) =>
  runScript(await script(body), folder, (line) => told.push(line));

describe('the page of benchmarks', () => {
  it('shows every figure with its protocol, bar, day, commit and machine', () => {
    const page = renderBenchmarks([RESULT]);
    expect(page).toContain('## Hotel quality');
    expect(page).toContain('| auc | 0.79 |');
    expect(page).toContain('| xgboost auc | not installed |');
    expect(page).toContain('| year | auc |\n| --- | ---: |\n| 2016 | 0.78 |\n| 2017 | 0.8 |');
    expect(page).toContain('Bar: AUC ≥ 0.784');
    expect(page).toContain('Protocol: trained on the past.\n');
    expect(page).toContain('on 2026-01-31 at 0123456789: Some CPU, 2 cores, 8 GiB, linux x64, Node 20.20.2');
  });

  it('puts peers side by side, and keeps apart what shares no figure', () => {
    const page = renderBenchmarks([
      {
        ...RESULT,
        outputs: [{ protocol: 'p', ours: { auc: 0.801234567, trees: 9 }, xgboost: { auc: 0.79 }, seconds: { fit: 3 } }],
      },
    ]);
    expect(page).toContain(
      '| figure | ours | xgboost |\n| --- | ---: | ---: |\n| auc | 0.80123 | 0.79 |\n| trees | 9 |  |',
    );
    expect(page).toContain('| figure | seconds |\n| --- | ---: |\n| fit | 3 |');
  });

  it('is made from the results that were kept, one area replacing only itself', async () => {
    const results = join(folder, 'results');
    await keepResult(results, RESULT);
    await keepResult(results, { ...RESULT, area: 'trees' });
    await keepResult(results, { ...RESULT, commit: 'newer' });
    expect((await readResults(results)).map(({ area, commit }) => [area, commit])).toEqual([
      ['hotel-quality', 'newer'],
      ['trees', '0123456789'],
    ]);
  });
});

describe('areas', () => {
  it('are the scripts that there are', async () => {
    await script('');
    await writeFile(join(folder, 'helper.mjs'), '');
    expect(await listAreas(folder)).toEqual(['some']);
  });

  it('are all run unless some are named, and unknown ones are refused first', () => {
    expect(chooseAreas(['a', 'b'], [])).toEqual(['a', 'b']);
    expect(chooseAreas(['a', 'b'], ['b'])).toEqual(['b']);
    expect(() => chooseAreas(['a', 'b'], ['b', 'c'])).toThrow('no area c; there are a, b');
  });
});

describe('a script', () => {
  it('gives the lines of JSON that have a protocol, and tells what it does on the way', async () => {
    const told: string[] = [];
    const outputs = await ran(
      `console.error('warming up'); console.log('noise'); console.log('{"a":1}');
       console.log(JSON.stringify({ protocol: 'p', seconds: 1.5 }));`,
      told,
    );
    expect(outputs).toEqual([{ protocol: 'p', seconds: 1.5 }]);
    expect(told).toEqual(['warming up']);
  });

  it('may print its result over many lines', async () => {
    expect(
      await ran(`console.log('noise'); console.log(JSON.stringify({ protocol: 'p', a: { b: 1 } }, null, 2));`),
    ).toEqual([{ protocol: 'p', a: { b: 1 } }]);
  });

  it('is refused without a protocol: no figure goes without one', async () => {
    await expect(ran(`console.log('{"seconds":1}')`)).rejects.toThrow('printed no result');
  });

  it('fails with its last words', async () => {
    await expect(ran(`console.error('no data'); process.exit(3)`)).rejects.toThrow(/ended with 3:\nno data/);
  });
});
