import { Get, HttpCode } from '@nestjs/common';
import { mlflow } from '@bellwether/contracts';
import { Allow } from '@bellwether/platform/auth';
import { MlflowController } from './mlflow-controller.js';

/**
 * What clients of MLflow 3.10 and later ask before they use what not every server has. Anything but 200 and 404 ends
 * their call.
 */
const SERVER_INFO = {
  store_type: 'SqlStore',
  workspaces_enabled: false,
  trace_archival_enabled: false,
  multipart_uploads_enabled: false,
  multipart_downloads_enabled: false,
};

@MlflowController([mlflow.MLFLOW_3_PREFIX, mlflow.MLFLOW_3_AJAX_PREFIX])
export class ServerInfoController {
  @Get('server-info')
  @Allow('reader', 'model-registry')
  @HttpCode(200)
  serverInfo(): typeof SERVER_INFO {
    return SERVER_INFO;
  }
}
