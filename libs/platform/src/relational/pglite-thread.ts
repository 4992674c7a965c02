/**
 * The worker thread that owns the one PGlite of a process, so that a long statement does not stall the event loop that
 * serves requests. It speaks frames of the Postgres wire protocol: what comes in is run in order, what comes out is sent
 * back under the same id.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { PgliteReply, PgliteRequest, PgliteThreadData } from './pglite-engine.js';
import { templateFor } from './pglite-template.js';

const port = parentPort as MessagePort;
const { folder } = workerData as PgliteThreadData;
/** What is in memory already needs no 128 MB of memory before it, which are written at each start. */
const SMALL_CACHE = ['-c', 'shared_buffers=32MB'];
const database = await PGlite.create({
  dataDir: folder ?? 'memory://',
  extensions: { pg_trgm },
  loadDataDir: templateFor(folder),
  startParams: [...PGlite.defaultStartParams, ...(folder === null ? SMALL_CACHE : [])],
});

/**
 * The backend's messages, as they are. PGlite's `execProtocolRaw` gives the same, but parses them too and keeps what it has
 * parsed for good (0.5.16): four gigabytes in three hours of a stack that does nothing.
 */
async function run(frames: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  // A part is a view of the engine's own memory, which is written over.
  await database.execProtocolRawStream(frames, { onRawData: (part) => parts.push(part.slice()) });
  return parts.length === 1 ? parts[0]! : joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function answer(request: PgliteRequest): Promise<PgliteReply> {
  const { id } = request;
  try {
    switch (request.kind) {
      case 'protocol':
        return { id, frames: await run(request.frames) };
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
