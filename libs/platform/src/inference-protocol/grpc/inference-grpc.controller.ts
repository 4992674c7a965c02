import type { Metadata } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { callerOf } from '../../auth/guard-grpc.js';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import { InferenceService } from '../inference.service.js';
import type { IndexEntry, ModelMetadata, ModelStatistics, ServerMetadata } from '../messages.js';
import { INFERENCE_SERVICE } from './grpc-access.js';
import { inferRequestOf, outputMessages, versionOf, type GrpcInferRequest, type GrpcOutput } from './grpc-messages.js';

interface NameAndVersion {
  readonly name: string;
  readonly version: string;
}
interface RepositoryModel {
  readonly model_name: string;
}

/** A model that is asked for and cannot serve now, rather than a question that is wrong. */
const NOT_READY: ReadonlySet<ErrorCode> = new Set(['UNAVAILABLE', 'FAILED_PRECONDITION']);

/** The protocol over gRPC. Who calls is known by the call's metadata. */
@Controller()
export class InferenceGrpcController {
  constructor(private readonly service: InferenceService) {}

  @GrpcMethod(INFERENCE_SERVICE, 'ServerLive')
  serverLive(): { live: boolean } {
    return { live: true };
  }

  @GrpcMethod(INFERENCE_SERVICE, 'ServerReady')
  async serverReady(): Promise<{ ready: boolean }> {
    return { ready: await this.service.isReady() };
  }

  @GrpcMethod(INFERENCE_SERVICE, 'ServerMetadata')
  serverMetadata(): ServerMetadata {
    return this.service.server();
  }

  @GrpcMethod(INFERENCE_SERVICE, 'ModelReady')
  async modelReady({ name, version }: NameAndVersion, metadata: Metadata): Promise<{ ready: boolean }> {
    try {
      await this.service.modelReady(name, versionOf(version), callerOf(metadata));
      return { ready: true };
    } catch (error) {
      if (error instanceof DomainError && NOT_READY.has(error.code)) return { ready: false };
      throw error;
    }
  }

  @GrpcMethod(INFERENCE_SERVICE, 'ModelMetadata')
  modelMetadata({ name, version }: NameAndVersion, metadata: Metadata): Promise<ModelMetadata> {
    return this.service.metadata(name, versionOf(version), callerOf(metadata));
  }

  @GrpcMethod(INFERENCE_SERVICE, 'ModelInfer')
  async modelInfer(message: GrpcInferRequest, metadata: Metadata): Promise<object> {
    const asked = inferRequestOf(message);
    const { model, version, outputs } = await this.service.infer(
      asked,
      callerOf(metadata),
      (name, tensor): GrpcOutput => ({ name, tensor }),
    );
    const raw = message.raw_input_contents.length > 0;
    return { model_name: model, model_version: version, id: message.id, ...outputMessages(outputs, raw) };
  }

  @GrpcMethod(INFERENCE_SERVICE, 'ModelStatistics')
  async modelStatistics(
    { name, version }: NameAndVersion,
    metadata: Metadata,
  ): Promise<{ model_stats: ModelStatistics[] }> {
    const asked = name === '' ? undefined : name;
    return { model_stats: await this.service.stats(asked, versionOf(version), callerOf(metadata)) };
  }

  @GrpcMethod(INFERENCE_SERVICE, 'RepositoryIndex')
  async repositoryIndex({ ready }: { readonly ready: boolean }, metadata: Metadata): Promise<{ models: IndexEntry[] }> {
    return { models: await this.service.index(ready ? 'ready' : 'all', callerOf(metadata)) };
  }

  @GrpcMethod(INFERENCE_SERVICE, 'RepositoryModelLoad')
  async repositoryModelLoad({ model_name }: RepositoryModel, metadata: Metadata): Promise<object> {
    await this.service.load(model_name, callerOf(metadata));
    return {};
  }

  @GrpcMethod(INFERENCE_SERVICE, 'RepositoryModelUnload')
  async repositoryModelUnload({ model_name }: RepositoryModel, metadata: Metadata): Promise<object> {
    await this.service.unload(model_name, callerOf(metadata));
    return {};
  }
}
