import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import type { OnnxTensor, TensorSpec } from '@bellwether/model-kernel/onnx-runtime';
import type { Principal } from '../auth/index.js';
import { APP_VERSION, HealthRegistry } from '../health/index.js';
import { InferenceMetrics } from './inference-metrics.js';
import type {
  IndexEntry,
  Inferred,
  InferRequest,
  ModelMetadata,
  ModelStatistics,
  ServerMetadata,
  TensorMetadata,
  WriteOutput,
} from './messages.js';
import { ModelCatalogue } from './model-catalogue.js';
import type { InferableModel } from './models.js';
import { InferenceStatistics } from './statistics.js';
import { DATATYPES } from './tensors/datatype.js';
import { readTensors } from './tensors/read-tensors.js';

/** Extensions of the protocol that are served, by Triton's names. */
const EXTENSIONS = ['model_repository', 'statistics', 'binary_tensor_data'] as const;

/** What the protocol does, for either transport. */
@Injectable()
export class InferenceService {
  private readonly statistics = new InferenceStatistics();

  constructor(
    private readonly catalogue: ModelCatalogue,
    private readonly health: HealthRegistry,
    private readonly metrics: InferenceMetrics,
    @Inject(APP_VERSION) private readonly appVersion: string,
  ) {}

  server(): ServerMetadata {
    return { name: 'bellwether', version: this.appVersion, extensions: EXTENSIONS };
  }

  /** Whether the process takes requests: it has started, does not drain, and what it needs is there. */
  async isReady(): Promise<boolean> {
    if (!this.health.hasStarted || this.health.isDraining) return false;
    return (await this.health.report(this.appVersion, new Date())).status !== 'unhealthy';
  }

  /** @throws NOT_FOUND, UNAVAILABLE, FAILED_PRECONDITION */
  async metadata(name: string, version: string | undefined, caller: Principal | null): Promise<ModelMetadata> {
    const models = this.catalogue.ownerOf(name, caller);
    return models.use(name, version, async (model) => ({
      name: model.name,
      versions: version === undefined ? await models.versions(name) : [model.version],
      platform: model.platform,
      inputs: model.inputs.map(tensorMetadata),
      outputs: model.outputs.map(tensorMetadata),
    }));
  }

  /** Opens the model, so that ready means that the next request is served. @throws as `metadata` does */
  async modelReady(name: string, version: string | undefined, caller: Principal | null): Promise<void> {
    await this.catalogue.ownerOf(name, caller).use(name, version, async () => undefined);
  }

  /**
   * @param write makes an output's form for the transport; its time counts as the model's.
   * @throws NOT_FOUND, UNAVAILABLE, FAILED_PRECONDITION, INVALID_ARGUMENT for tensors that the model does not take,
   *   RESOURCE_EXHAUSTED when too many calls wait already.
   */
  async infer<Output>(
    request: InferRequest,
    caller: Principal | null,
    write: WriteOutput<Output>,
  ): Promise<Inferred<Output>> {
    const arrived = performance.now();
    const models = this.catalogue.ownerOf(request.model, caller);
    return models.use(request.model, request.version, async (model) => {
      try {
        return await this.answer(model, request, arrived, write);
      } catch (error) {
        this.statistics.failed(model.name, model.version, performance.now() - arrived, Date.now());
        this.metrics.failed(model.name, model.version);
        throw error;
      }
    });
  }

  async index(only: 'ready' | 'all', caller: Principal | null): Promise<IndexEntry[]> {
    return (await this.catalogue.list(only, caller)).map(({ name, version, ready, reason }) => ({
      ...{ name, version, reason },
      state: ready ? 'READY' : 'UNAVAILABLE',
    }));
  }

  /** @throws NOT_FOUND, FAILED_PRECONDITION */
  load(name: string, caller: Principal | null): Promise<void> {
    return this.catalogue.ownerOf(name, caller).load(name);
  }

  /** @throws NOT_FOUND, FAILED_PRECONDITION */
  unload(name: string, caller: Principal | null): Promise<void> {
    return this.catalogue.ownerOf(name, caller).unload(name);
  }

  /** Of a version, a model, or all. @throws NOT_FOUND for a model or a version that does not exist. */
  async stats(
    name: string | undefined,
    version: string | undefined,
    caller: Principal | null,
  ): Promise<ModelStatistics[]> {
    if (name === undefined) return this.statistics.read().filter((each) => this.catalogue.mayKnow(each.name, caller));
    const versions = await this.catalogue.ownerOf(name, caller).versions(name);
    if (version !== undefined && !versions.includes(version)) {
      throw new DomainError('NOT_FOUND', `model '${name}' has no version '${version.slice(0, 100)}'`);
    }
    return this.statistics.read(name, version);
  }

  private async answer<Output>(
    model: InferableModel,
    request: InferRequest,
    arrived: number,
    write: WriteOutput<Output>,
  ): Promise<Inferred<Output>> {
    const begun = performance.now();
    const wanted = wantedOutputs(model, request.outputs);
    const feeds = readTensors(request.inputs, model.inputs);
    const read = performance.now();
    const answered = await model.run(feeds, wanted);
    const ran = performance.now();
    const outputs = wanted.map((name) => write(name, answered[name]!));
    const execution = {
      rows: rowsOf(Object.values(feeds)),
      queueMs: begun - arrived,
      inputMs: read - begun,
      inferMs: ran - read,
      outputMs: performance.now() - ran,
    };
    this.statistics.succeeded(model.name, model.version, execution, Date.now());
    this.metrics.succeeded(model.name, model.version, execution);
    return { model: model.name, version: model.version, outputs };
  }
}

function wantedOutputs({ outputs }: InferableModel, asked: readonly string[]): string[] {
  const names = outputs.map(({ name }) => name);
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `output '${unknown.slice(0, 100)}' is not one of ${names.join(', ')}`);
  }
  return asked.length === 0 ? names : [...new Set(asked)];
}

/** Rows of a request: the first dimension where all inputs have the same, as models of batches have it; else one. */
function rowsOf(tensors: readonly OnnxTensor[]): number {
  const first = tensors[0]?.dims[0];
  return first !== undefined && tensors.every(({ dims }) => dims[0] === first) ? first : 1;
}

function tensorMetadata({ name, type, shape }: TensorSpec): TensorMetadata {
  return { name, datatype: DATATYPES[type], shape: (shape ?? []).map((dim) => (typeof dim === 'number' ? dim : -1)) };
}
