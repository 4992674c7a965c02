import { CHAMPION_ALIAS } from '@bellwether/contracts';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DomainError } from '@bellwether/errors';
import { BoundedWork } from '@bellwether/platform/admission';
import {
  ModelCatalogue,
  type InferableModel,
  type InferableModels,
  type ListedModel,
} from '@bellwether/platform/inference-protocol';
import { canonicalModelName } from '@bellwether/model-registry-core';
import type { OnnxSession } from '@bellwether/model-kernel/onnx-runtime';
import type { DataSource } from 'typeorm';
import { MODEL_REGISTRY_CONFIG, type ModelRegistryConfig } from '../config.js';
import { ModelVersionEntity } from '../database/model-version.entity.js';
import { RegisteredModelAliasEntity } from '../database/registered-model.entity.js';
import { DOMAIN } from '../domain.js';
import { VersionRepository } from '../registry/version-repository.js';
import { ModelLoader } from './model-loader.js';
import { SessionCache } from './session-cache.js';

const DEFAULT_MAX_SESSIONS = 4;

/** Sessions run on the cores of the machine: more at once would only take turns, and hold their tensors meanwhile. */
const MOST_RUNNING = 4;
const MOST_WAITING = 128;

const NOT_LOADED = 'not loaded: it is when it is first asked for';
const UNLOADED = 'unloaded here';

/** Serves any registered ONNX model by its own signature; opened when it is asked for, and kept open while there is room. */
@Injectable()
export class RegistryModels implements InferableModels, OnModuleInit, OnApplicationShutdown {
  readonly domain = DOMAIN;
  private readonly sessions: SessionCache;
  private readonly calls = new BoundedWork('inference', { maxRunning: MOST_RUNNING, maxWaiting: MOST_WAITING });
  /** Models that an engineer has unloaded, until the next load. */
  private readonly unloaded = new Set<string>();

  constructor(
    @InjectDataSource(DOMAIN) private readonly dataSource: DataSource,
    @Inject(MODEL_REGISTRY_CONFIG) config: ModelRegistryConfig,
    private readonly repository: VersionRepository,
    private readonly loader: ModelLoader,
    private readonly catalogue: ModelCatalogue,
  ) {
    this.sessions = new SessionCache(config.maxOnnxSessions ?? DEFAULT_MAX_SESSIONS);
  }

  onModuleInit(): void {
    this.catalogue.register(this);
  }

  onApplicationShutdown(): void {
    this.sessions.close();
  }

  async list(only: 'ready' | 'all', most: number): Promise<readonly ListedModel[]> {
    const found = await this.dataSource.manager.find(ModelVersionEntity, {
      order: { name: 'ASC', version: 'ASC' },
      take: most,
    });
    return found.map((version) => this.listed(version)).filter(({ ready }) => ready || only === 'all');
  }

  async versions(modelName: string): Promise<readonly string[]> {
    const name = canonicalModelName(modelName);
    const found = await this.dataSource.manager.find(ModelVersionEntity, {
      where: { name },
      order: { version: 'ASC' },
    });
    if (found.length === 0) throw noVersion(name);
    return found.map(({ version }) => String(version));
  }

  async use<Result>(
    name: string,
    version: string | undefined,
    work: (model: InferableModel) => Promise<Result>,
  ): Promise<Result> {
    const found = await this.resolve(name, version);
    if (this.unloaded.has(found.name)) {
      throw new DomainError('UNAVAILABLE', `model '${found.name}' is ${UNLOADED}: load it first`);
    }
    return this.calls.run(() => this.withSession(found, (session) => work(opened(found, session))));
  }

  async load(name: string): Promise<void> {
    const found = await this.resolve(name, undefined);
    await this.withSession(found, async () => undefined);
    this.unloaded.delete(found.name);
  }

  async unload(modelName: string): Promise<void> {
    const { name } = await this.resolve(modelName, undefined);
    this.unloaded.add(name);
    this.sessions.drop((key) => key.startsWith(`${name}/`));
  }

  private listed(version: ModelVersionEntity): ListedModel {
    const unloaded = this.unloaded.has(version.name);
    const ready = !unloaded && this.sessions.holds(keyOf(version));
    const reason = unloaded ? UNLOADED : NOT_LOADED;
    return { name: version.name, version: String(version.version), ready, reason: ready ? '' : reason };
  }

  private withSession<Result>(
    version: ModelVersionEntity,
    work: (session: OnnxSession) => Promise<Result>,
  ): Promise<Result> {
    return this.sessions.use(keyOf(version), () => this.loader.load(version), work);
  }

  private async resolve(modelName: string, version: string | undefined): Promise<ModelVersionEntity> {
    if (version !== undefined) return this.repository.find(modelName, version);
    const name = canonicalModelName(modelName);
    const { manager } = this.dataSource;
    const champion = await manager.findOneBy(RegisteredModelAliasEntity, { name, alias: CHAMPION_ALIAS });
    if (champion !== null) return this.repository.find(name, champion.version);
    const newest = await manager.findOne(ModelVersionEntity, { where: { name }, order: { version: 'DESC' } });
    if (newest === null) throw noVersion(name);
    return newest;
  }
}

/** The instant tells a version from another of the same number, of a model deleted and made again. */
const keyOf = ({ name, version, creation_timestamp }: ModelVersionEntity): string =>
  `${name}/${version}/${creation_timestamp}`;

function opened({ name, version }: ModelVersionEntity, { inputs, outputs, run }: OnnxSession): InferableModel {
  return { name, version: String(version), platform: 'onnx_onnxv1', inputs, outputs, run };
}

const noVersion = (name: string): DomainError =>
  new DomainError('NOT_FOUND', `no version of a model '${name}' is registered`);
