/**
 * The worker thread that owns the one PGlite of a process, so that a long statement does not stall the event loop that
 * serves requests. It speaks frames of the Postgres wire protocol: what comes in is run in order, what comes out is sent
 * back under the same id.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { PgliteReply, PgliteRequest, PgliteThreadData } from './pglite-engine.js';

const port = parentPort as MessagePort;
const { folder } = workerData as PgliteThreadData;
const database = await PGlite.create({ dataDir: folder ?? 'memory://', extensions: { pg_trgm } });

async function answer(request: PgliteRequest): Promise<PgliteReply> {
  const { id } = request;
  try {
    switch (request.kind) {
      case 'protocol':
        return { id, frames: await database.execProtocolRaw(request.frames) };
      case 'reset':
        // One backend serves every connection in turn: what the last one left open must not be seen by the next.
        await database.exec('ROLLBACK');
        await database.exec('DISCARD ALL');
        return { id };
      case 'close':
        await database.close();
        return { id };
    }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

let tail = Promise.resolve();
port.on('message', (request: PgliteRequest) => {
  tail = tail.then(async () => {
    const reply = await answer(request);
    port.postMessage(reply);
    if (request.kind === 'close') port.close();
  });
});
port.postMessage({ id: 0 } satisfies PgliteReply);
