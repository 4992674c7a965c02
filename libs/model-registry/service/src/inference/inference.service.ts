import { CHAMPION_ALIAS } from '@bellwether/contracts';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { BoundedWork } from '@bellwether/platform/admission';
import { canonicalModelName } from '@bellwether/model-registry-core';
import type { OnnxSession } from '@bellwether/model-kernel/onnx-runtime';
import type { DataSource } from 'typeorm';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { ModelVersionEntity } from '../database/model-version.entity.js';
import { RegisteredModelAliasEntity } from '../database/registered-model.entity.js';
import { DOMAIN } from '../domain.js';
import { VersionRepository } from '../registry/version-repository.js';
import type { InferRequest, InferResponse, ModelMetadata } from './messages.js';
import { ModelLoader } from './model-loader.js';
import { readTensors } from './read-tensors.js';
import { SessionCache } from './session-cache.js';
import { tensorMetadata, writeTensor } from './write-tensors.js';

const DEFAULT_MAX_SESSIONS = 4;

/** Sessions run on the cores of the machine: more at once would only take turns, and hold their tensors meanwhile. */
const MOST_RUNNING = 4;
const MOST_WAITING = 128;

/** Serves any registered ONNX model by its own signature. */
@Injectable()
export class InferenceService implements OnApplicationShutdown {
  private readonly sessions: SessionCache;
  private readonly calls = new BoundedWork('inference', { maxRunning: MOST_RUNNING, maxWaiting: MOST_WAITING });

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(MODEL_REGISTRY_CONFIG) config: ModelRegistryConfig,
    private readonly versions: VersionRepository,
    private readonly loader: ModelLoader,
  ) {
    this.sessions = new SessionCache(config.maxOnnxSessions ?? DEFAULT_MAX_SESSIONS);
  }

  onApplicationShutdown(): void {
    this.sessions.close();
  }

  /** @param version the one in production, or the newest, when left out. @throws NOT_FOUND, FAILED_PRECONDITION */
  async metadata(name: string, version: string | undefined): Promise<ModelMetadata> {
    const found = await this.resolve(name, version);
    const all = await this.dataSource.manager.find(ModelVersionEntity, {
      where: { name: found.name },
      order: { version: 'ASC' },
    });
    return this.with(found, async ({ inputs, outputs }) => ({
      name: found.name,
      versions: version === undefined ? all.map((each) => String(each.version)) : [String(found.version)],
      platform: 'onnx_onnxv1',
      inputs: inputs.map(tensorMetadata),
      outputs: outputs.map(tensorMetadata),
    }));
  }

  /** Loads the model, so that ready means that the next request is served. @throws NOT_FOUND, FAILED_PRECONDITION */
  async ready(name: string, version: string | undefined): Promise<void> {
    await this.with(await this.resolve(name, version), async () => undefined);
  }

  /** @throws NOT_FOUND, FAILED_PRECONDITION, INVALID_ARGUMENT for tensors that the model does not take,
   *   RESOURCE_EXHAUSTED when too many calls wait already. */
  async infer(name: string, version: string | undefined, request: InferRequest): Promise<InferResponse> {
    const found = await this.resolve(name, version);
    return this.calls.run(() => this.with(found, (session) => answer(session, found, request)));
  }

  private with<Result>(version: ModelVersionEntity, work: (session: OnnxSession) => Promise<Result>): Promise<Result> {
    // The instant tells a version from another of the same number, of a model deleted and made again.
    const key = `${version.name}/${version.version}/${version.creation_timestamp}`;
    return this.sessions.use(key, () => this.loader.load(version), work);
  }

  private async resolve(modelName: string, version: string | undefined): Promise<ModelVersionEntity> {
    if (version !== undefined) return this.versions.find(modelName, version);
    const name = canonicalModelName(modelName);
    const { manager } = this.dataSource;
    const champion = await manager.findOneBy(RegisteredModelAliasEntity, { name, alias: CHAMPION_ALIAS });
    if (champion !== null) return this.versions.find(name, champion.version);
    const newest = await manager.findOne(ModelVersionEntity, { where: { name }, order: { version: 'DESC' } });
    if (newest === null) throw new DomainError('NOT_FOUND', `no version of a model '${name}' is registered`);
    return newest;
  }
}

async function answer(
  session: OnnxSession,
  { name, version }: ModelVersionEntity,
  request: InferRequest,
): Promise<InferResponse> {
  const feeds = readTensors(request.inputs, session.inputs);
  const wanted = wantedOutputs(session, request);
  const answered = await session.run(feeds, wanted);
  return {
    model_name: name,
    model_version: String(version),
    ...(request.id !== undefined && { id: request.id }),
    outputs: wanted.map((output) => writeTensor(output, answered[output]!)),
  };
}

function wantedOutputs({ outputs }: OnnxSession, request: InferRequest): string[] {
  const names = outputs.map(({ name }) => name);
  const wanted = request.outputs?.map(({ name }) => name) ?? [];
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new DomainError('INVALID_ARGUMENT', `output '${unknown.slice(0, 100)}' is not one of ${names.join(', ')}`);
  }
  return wanted.length === 0 ? names : [...new Set(wanted)];
}
