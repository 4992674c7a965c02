/** The process that a strange model is tried in: the file comes by standard input, the verdict goes by standard output. */
import { inspectOnnx } from '@bellwether/model-kernel/onnx';
import { openSession, type OnnxSession } from '@bellwether/model-kernel/onnx-runtime';
import { DomainError } from '@bellwether/errors';
import { checkOnnxRules } from './onnx-rules.js';
import { exampleFeeds } from './example-feeds.js';
import type { TrialVerdict } from './trial.js';

/** Some models need two of what they leave open, such as two steps of a series. */
const OPEN_SIZES = [1, 2];
/** Names in a message are the file's own, and may be of any length. */
const MAX_REASON_CHARS = 500;

async function contentOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function runOnce(session: OnnxSession): Promise<void> {
  let failure: unknown;
  for (const open of OPEN_SIZES) {
    try {
      await session.run(exampleFeeds(session.inputs, open));
      return;
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

async function verdict(): Promise<TrialVerdict> {
  try {
    const bytes = await contentOf(process.stdin);
    checkOnnxRules(inspectOnnx(bytes));
    await runOnce(await openSession(bytes));
    return { accepted: true };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'INVALID_ARGUMENT') {
      return { accepted: false, reason: error.message.slice(0, MAX_REASON_CHARS) };
    }
    throw error;
  }
}

// The runtime's own threads may go on; the verdict is all that was asked for.
process.stdout.write(JSON.stringify(await verdict()), () => process.exit(0));
