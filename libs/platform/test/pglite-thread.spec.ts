import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from '@jest/globals';
import type { PgliteReply, PgliteRequest, PgliteThreadData } from '../src/relational/pglite-engine.js';

const THREAD = new URL('../dist/relational/pglite-thread.js', import.meta.url);
/** What the thread may have of JavaScript's own memory; that of the database is not of it. */
const MOST_MB = 96;

let thread: Worker;
afterEach(() => thread.terminate());

/** A simple query of the wire protocol: `Q`, the length of what follows, the text, a zero. */
function simpleQuery(text: string): Uint8Array {
  const body = Buffer.from(`${text}\0`);
  const frame = Buffer.alloc(5 + body.length);
  frame.write('Q');
  frame.writeInt32BE(4 + body.length, 1);
  body.copy(frame, 5);
  return new Uint8Array(frame);
}

it('keeps nothing of what it has answered', async () => {
  thread = new Worker(THREAD, {
    workerData: { folder: null } satisfies PgliteThreadData,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
  });
  const failed = once(thread, 'error').then(([error]) => Promise.reject(error as Error));
  const reply = async (): Promise<PgliteReply> => {
    const [message] = (await Promise.race([once(thread, 'message'), failed])) as [PgliteReply];
    return message;
  };
  await reply();
  let bytes = 0;
  // Together far more than it may have, in many answers: what was kept of each would end the thread.
  for (let id = 1; id <= 600; id++) {
    const frames = simpleQuery(`SELECT repeat('x', 1000) || i FROM generate_series(1, 1000) i`);
    thread.postMessage({ id, kind: 'protocol', frames } satisfies PgliteRequest);
    const answer = await reply();
    expect([answer.id, answer.error]).toEqual([id, undefined]);
    bytes += answer.frames!.length;
  }
  expect(bytes / 1e6).toBeGreaterThan(5 * MOST_MB);
}, 120_000);
