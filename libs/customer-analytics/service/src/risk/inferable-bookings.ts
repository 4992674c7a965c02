import type { DomainName } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import type { OnnxTensor } from '@bellwether/model-kernel/onnx-runtime';
import type { EventLoopTurns } from '@bellwether/platform/callers';
import type { InferableModel, InferableModels, ListedModel } from '@bellwether/platform/inference-protocol';
import type { ServedModel } from '@bellwether/platform/model-runtime';
import { DOMAIN } from '../domain.js';
import type { BookingModel } from './booking-model.js';
import { PROBABILITY, rawSignature, rowReader } from './raw-features.js';

/** A model in use, as far as the protocol has to do with it. */
export interface BookingModelInUse {
  readonly slot: {
    /** @throws UNAVAILABLE while no version is loaded. */
    current(): ServedModel<BookingModel>;
    readonly version: string | undefined;
  };
  /** Looks at the registry now. */
  reconcile(): Promise<void>;
}

/** How many rows are scored before the event loop gets its turn: some milliseconds' worth. */
const ROWS_A_TURN = 200;

/**
 * The domain's models over the Open Inference Protocol: raw features by name, the probability of the domain's own endpoint.
 * The version is the one in use, which the registry decides.
 */
export class InferableBookings implements InferableModels {
  readonly domain: DomainName = DOMAIN;
  readonly names: readonly string[];

  constructor(
    private readonly inUse: Readonly<Record<string, BookingModelInUse>>,
    private readonly turns: Pick<EventLoopTurns, 'next'>,
  ) {
    this.names = Object.keys(inUse);
  }

  async list(only: 'ready' | 'all'): Promise<readonly ListedModel[]> {
    return this.names
      .map((name) => {
        const { version } = this.of(name).slot;
        return version === undefined
          ? { name, version: '', ready: false, reason: 'no version is in production yet' }
          : { name, version, ready: true, reason: '' };
      })
      .filter(({ ready }) => ready || only === 'all');
  }

  async versions(name: string): Promise<readonly string[]> {
    const { version } = this.of(name).slot;
    return version === undefined ? [] : [version];
  }

  async use<Result>(
    name: string,
    version: string | undefined,
    work: (model: InferableModel) => Promise<Result>,
  ): Promise<Result> {
    const served = this.of(name).slot.current();
    if (version !== undefined && version !== served.version) {
      const asked = version.slice(0, 100);
      throw new DomainError('NOT_FOUND', `version '${asked}' of ${name} is not in use here, ${served.version} is`);
    }
    return work(this.inferable(served));
  }

  async load(name: string): Promise<void> {
    const model = this.of(name);
    await model.reconcile();
    model.slot.current();
  }

  async unload(name: string): Promise<void> {
    throw new DomainError(
      'FAILED_PRECONDITION',
      `${name} answers the predictions of its domain and cannot be unloaded: promote another version instead`,
    );
  }

  private inferable({ name, version, model }: ServedModel<BookingModel>): InferableModel {
    return {
      ...{ name, version, platform: 'bellwether_trees' },
      inputs: rawSignature(model.features),
      outputs: [PROBABILITY],
      run: async (feeds) => ({ [PROBABILITY.name]: await this.probabilities(model, feeds) }),
    };
  }

  private async probabilities(model: BookingModel, feeds: Readonly<Record<string, OnnxTensor>>): Promise<OnnxTensor> {
    const { rows, write } = rowReader(model.features, feeds);
    const values = new Float64Array(rows);
    const input = new Float64Array(model.width);
    for (let row = 0; row < rows; row++) {
      if (row > 0 && row % ROWS_A_TURN === 0) await this.turns.next();
      write(row, input);
      values[row] = model.probability(input);
    }
    return { type: 'float64', dims: [rows], values };
  }

  private of(name: string): BookingModelInUse {
    const model = this.inUse[name];
    if (model === undefined) throw new DomainError('NOT_FOUND', `no model '${name.slice(0, 100)}' is served here`);
    return model;
  }
}
