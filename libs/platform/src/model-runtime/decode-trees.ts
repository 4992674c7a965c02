import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@bellwether/errors';
import type { TreeEnsemble } from '@bellwether/model-kernel/trees';

/** How long decoding may take before the model is refused, in milliseconds. */
const DECODE_TIMEOUT_MS = 30_000;

/**
 * Decodes the ONNX file of a tree model in a thread: a big one takes tens of milliseconds, in which the event loop of a
 * serving process would answer nothing.
 *
 * @throws FAILED_PRECONDITION when the file is no tree model of ours.
 */
export async function decodeTreesOffLoop(onnx: Uint8Array): Promise<TreeEnsemble> {
  const thread = new Worker(new URL('./decode-thread.js', import.meta.url), { workerData: onnx });
  try {
    const [ensemble] = (await once(thread, 'message', { signal: AbortSignal.timeout(DECODE_TIMEOUT_MS) })) as [
      TreeEnsemble,
    ];
    return ensemble;
  } catch (cause) {
    throw new DomainError('FAILED_PRECONDITION', 'bundle: model.onnx is not a tree model that can be decoded', {
      cause,
    });
  } finally {
    void thread.terminate();
  }
}
