import { SIMULATED_SOURCE } from '@bellwether/datasets';
import type { SimulateHotelOptions } from '../commands/simulate.js';
import { UsageError } from '../command-error.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { rowCounts } from './build-in-store.js';
import { buildWorld } from './build-world.js';
import { publishFeatures, publishReservations } from './publish-features.js';
import { hotelBuild } from './world-builds.js';
import { worldRequest } from './world-request.js';
import { writeWorld } from './write-world.js';

/** `bellwether simulate hotel`: into the analytics store, or into files. */
export async function simulateHotel(session: Session, options: SimulateHotelOptions): Promise<void> {
  const request = worldRequest(options, session.host);
  if (options.out !== undefined) {
    const written = await writeWorld(session, request, session.path(options.out), options.format ?? 'csv');
    session.report.result(written, ({ folder, tables }) =>
      [`The hotel of ${request.as_of} → ${folder}`, rowCounts(tables)].join('\n'),
    );
    return;
  }
  if (options.format !== undefined) throw new UsageError('--format is of files: name their folder with --out');
  const job = await withStack(session, async (stack) => {
    const built = await buildWorld(session, stack, hotelBuild(request));
    const published = { source: SIMULATED_SOURCE, as_of: request.as_of };
    await publishFeatures(session, stack, published);
    await publishReservations(session, stack, published);
    return built;
  });
  const result = { as_of: request.as_of, seed: request.seed, job_id: job.job_id, rows: job.result ?? {} };
  session.report.result(result, ({ rows }) => [`The hotel of ${request.as_of}`, rowCounts(rows)].join('\n'));
}
