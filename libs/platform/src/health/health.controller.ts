import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { API_PREFIX, type HealthResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { Allow } from '../auth/access.js';
import { HealthRegistry } from './health-registry.js';

export const APP_VERSION = Symbol('AppVersion');

/** The probes of Kubernetes, and the report for people. */
@Controller()
export class HealthController {
  constructor(
    private readonly terminus: HealthCheckService,
    private readonly registry: HealthRegistry,
    @Inject(APP_VERSION) private readonly version: string,
  ) {}

  /** The process runs its event loop; nothing else, or a slow store would get it killed. */
  @Get('livez')
  @Allow('open')
  @HealthCheck()
  live() {
    return this.terminus.check([]);
  }

  /** It has started, is not stopping, and all that it cannot serve without is there. */
  @Get('readyz')
  @Allow('open')
  @HealthCheck()
  async ready() {
    this.refuseUnless(this.registry.hasStarted, 'still starting');
    this.refuseUnless(!this.registry.isDraining, 'stopping');
    const { status } = await this.registry.report(this.version, new Date());
    this.refuseUnless(status !== 'unhealthy', 'a required dependency is down');
    return this.terminus.check([]);
  }

  @Get('startupz')
  @Allow('open')
  @HealthCheck()
  startup() {
    this.refuseUnless(this.registry.hasStarted, 'still starting');
    return this.terminus.check([]);
  }

  @Get(`${API_PREFIX}/health`)
  @Allow('open')
  health(): Promise<HealthResponse> {
    return this.registry.report(this.version, new Date());
  }

  private refuseUnless(condition: boolean, reason: string): void {
    if (!condition) throw new DomainError('UNAVAILABLE', reason);
  }
}
