import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseFilters } from '@nestjs/common';
import { DomainError } from '@bellwether/errors';
import { Allow } from '@bellwether/platform/auth';
import { APP_VERSION, HealthRegistry } from '@bellwether/platform/health';
import { ContractPipe } from '@bellwether/platform/transport';
import { InferenceErrorFilter } from './inference-error.filter.js';
import { InferenceService } from './inference.service.js';
import { InferRequest, type InferResponse, type ModelMetadata } from './messages.js';

const DOMAIN = 'model-registry';
const MODEL = 'models/:model';
const VERSION = 'models/:model/versions/:version';

/** The Open Inference Protocol over HTTP, for every registered ONNX model. */
@Controller('v2')
@UseFilters(InferenceErrorFilter)
export class InferenceController {
  constructor(
    private readonly inference: InferenceService,
    private readonly health: HealthRegistry,
    @Inject(APP_VERSION) private readonly version: string,
  ) {}

  @Get()
  @Allow('reader', DOMAIN)
  server(): { name: string; version: string; extensions: string[] } {
    return { name: 'bellwether', version: this.version, extensions: [] };
  }

  @Get('health/live')
  @Allow('open')
  live(): { live: boolean } {
    return { live: true };
  }

  @Get('health/ready')
  @Allow('open')
  ready(): { ready: boolean } {
    if (this.health.isDraining) throw new DomainError('UNAVAILABLE', 'stopping');
    return { ready: true };
  }

  @Get([MODEL, VERSION])
  @Allow('reader', DOMAIN)
  metadata(@Param('model') model: string, @Param('version') version?: string): Promise<ModelMetadata> {
    return this.inference.metadata(model, version);
  }

  @Get([`${MODEL}/ready`, `${VERSION}/ready`])
  @Allow('reader', DOMAIN)
  async modelReady(
    @Param('model') model: string,
    @Param('version') version?: string,
  ): Promise<{ name: string; ready: boolean }> {
    await this.inference.ready(model, version);
    return { name: model, ready: true };
  }

  @Post([`${MODEL}/infer`, `${VERSION}/infer`])
  @Allow('service', DOMAIN)
  @HttpCode(200)
  infer(
    @Param('model') model: string,
    @Param('version') version: string | undefined,
    @Body(new ContractPipe(InferRequest)) request: InferRequest,
  ): Promise<InferResponse> {
    return this.inference.infer(model, version, request);
  }
}
