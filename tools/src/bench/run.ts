import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../cli/command-error.js';
import type { Session } from '../cli/session.js';
import { plural } from '../cli/terminal/format.js';
import { showing } from '../cli/terminal/progress.js';
import { chooseAreas, listAreas, scriptOf } from './areas.js';
import { thisCommit, thisMachine } from './machine.js';
import { renderBenchmarks } from './render.js';
import type { BenchResult } from './result.js';
import { keepResult, readResults } from './results-folder.js';
import { runScript } from './run-script.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SCRIPTS = join(ROOT, 'tools/bench');
const RESULTS = join(ROOT, 'docs/benchmarks');
const PAGE = join(ROOT, 'docs/benchmarks.md');

/** `bellwether bench`: measures areas and writes the page. An area that fails keeps its last result. */
export async function bench(
  session: Session,
  wanted: readonly string[],
  { listOnly }: { readonly listOnly: boolean },
): Promise<void> {
  const areas = chooseAreas(await listAreas(SCRIPTS), wanted);
  if (listOnly) {
    session.report.result({ areas }, () => areas.join('\n'));
    return;
  }
  const failed: string[] = [];
  for (const area of areas) {
    try {
      await keepResult(RESULTS, await measure(session, area));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failed.push(area);
      session.report.note(`${error.message}\n${error.advice}`);
    }
  }
  const results = await readResults(RESULTS);
  await writeFile(PAGE, renderBenchmarks(results));
  session.report.result(
    { page: PAGE, measured: areas.filter((area) => !failed.includes(area)), failed, results },
    () => `${PAGE}: ${plural(results.length, 'area')}, ${areas.length - failed.length} measured now`,
  );
  if (failed.length > 0) {
    throw new CommandError(
      'FAILED_PRECONDITION',
      `could not measure ${failed.join(', ')}`,
      'See above; their earlier results, where there are any, are still on the page.',
    );
  }
}

function measure({ report, host }: Session, area: string): Promise<BenchResult> {
  return showing(report.progress, `Measuring ${area}`, async (progress) => {
    const outputs = await runScript(scriptOf(SCRIPTS, area), ROOT, (line) => progress.update(NaN, line));
    return {
      value: {
        area,
        measured_on: host.clock().toISOString().slice(0, 10),
        commit: thisCommit(ROOT),
        machine: thisMachine(),
        outputs,
      },
      outcome: plural(outputs.length, 'result'),
    };
  });
}
