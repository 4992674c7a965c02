import { Controller, Get, Header } from '@nestjs/common';
import { Allow } from '@bellwether/platform/auth';

/**
 * The newest MLflow whose clients are served in full, traces and evaluation datasets aside. Clients of 3.4 and later ask
 * for 3.4 before they send spans in a form that is not taken here.
 */
export const MLFLOW_VERSION = '3.3.2';

/** What MLflow's own server answers at its root. */
@Controller()
export class MlflowServerController {
  @Get('version')
  @Allow('open')
  @Header('content-type', 'text/plain; charset=utf-8')
  version(): string {
    return MLFLOW_VERSION;
  }

  @Get('health')
  @Allow('open')
  @Header('content-type', 'text/plain; charset=utf-8')
  health(): string {
    return 'OK';
  }
}
