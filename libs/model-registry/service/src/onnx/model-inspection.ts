import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { BoundedWork } from '@bellwether/platform/admission';
import { ARTIFACT_STORE, type ArtifactStore } from '@bellwether/platform/artifacts';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { MAX_MODEL_BYTES, onnxFileIn } from './model-file.js';
import { tryOnnx, type TrialLimits } from './trial.js';

const DEFAULT_LIMITS: TrialLimits = { timeoutMs: 60_000, cpuSeconds: 20, memoryBytes: 2 * 2 ** 30 };

/** Each trial is a process with memory of its own; a client that is told to come back does so by itself. */
const MOST_RUNNING = 2;
const MOST_WAITING = 64;
/** Contents that passed and are remembered: a folder is often registered more than once. */
const MOST_REMEMBERED = 1_000;

/** Looks at the ONNX file of a folder before a version is made of it. */
@Injectable()
export class ModelInspection {
  private readonly limits: TrialLimits;
  private readonly trials = new BoundedWork('onnx-inspection', { maxRunning: MOST_RUNNING, maxWaiting: MOST_WAITING });
  /** By SHA-256, what is under way or has passed; the oldest first. */
  private readonly passed = new Map<string, Promise<void>>();

  constructor(
    @Inject(ARTIFACT_STORE) private readonly store: ArtifactStore,
    @Inject(MODEL_REGISTRY_CONFIG) config: ModelRegistryConfig,
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...config.onnxTrial };
  }

  /**
   * @returns the SHA-256 of the file that passed; null for a folder without an ONNX file, which is kept and never run.
   * @throws INVALID_ARGUMENT naming the file and what is wrong with it; ABORTED when it changes meanwhile,
   *   RESOURCE_EXHAUSTED when too many wait already.
   */
  async inspect(folder: string): Promise<string | null> {
    const { file } = await onnxFileIn(this.store, folder);
    if (file === undefined) return null;
    if (file.bytes > MAX_MODEL_BYTES) {
      throw refused(file.path, `it must have at most ${MAX_MODEL_BYTES} bytes, it has ${file.bytes}`);
    }
    const hash = createHash('sha256');
    for await (const chunk of await this.store.get(file.path)) hash.update(chunk as Uint8Array);
    const digest = hash.digest('hex');
    await this.once(digest, () => this.trials.run(() => this.tryFile(file.path, digest)));
    return digest;
  }

  private async tryFile(path: string, digest: string): Promise<void> {
    const hash = createHash('sha256');
    const verdict = await tryOnnx(hashed(await this.store.get(path), hash), this.limits);
    if (!verdict.accepted) throw refused(path, verdict.reason);
    if (hash.digest('hex') !== digest) {
      throw new DomainError('ABORTED', `the ONNX model at '${path}' changed while it was inspected: register it again`);
    }
  }

  /** One content is tried once, however many register it at a time; one that fails is not remembered. */
  private once(digest: string, work: () => Promise<void>): Promise<void> {
    const known = this.passed.get(digest);
    if (known !== undefined) return known;
    const trial = work();
    this.passed.set(digest, trial);
    trial.catch(() => this.passed.delete(digest));
    const [oldest] = this.passed.keys();
    if (this.passed.size > MOST_REMEMBERED && oldest !== undefined) this.passed.delete(oldest);
    return trial;
  }
}

async function* hashed(
  content: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

function refused(path: string, reason: string): DomainError {
  const hint = reason.includes('in another file') ? ' (log it with save_as_external_data=False)' : '';
  return new DomainError('INVALID_ARGUMENT', `The ONNX model at '${path}' is refused: ${reason}${hint}`);
}
