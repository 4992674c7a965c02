// An app that answers one operation at once over gRPC: what the tests of neighbours kill and suspend.
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { reportServing } from '@bellwether/contracts';
import { drainOnSignals, LOGGER, startApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { Endpoint } from '@bellwether/platform/transport';

class QuietController {
  report() {
    return {};
  }
}
const method = Object.getOwnPropertyDescriptor(QuietController.prototype, 'report');
Endpoint(reportServing)(QuietController.prototype, 'report', method);
Controller()(QuietController);

class QuietModule {}
Module({ controllers: [QuietController] })(QuietModule);

const running = await startApp({
  name: 'quiet',
  version: '0.0.0',
  config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { ...process.env, LOG_LEVEL: 'error' }),
  modules: [QuietModule],
  operations: { reportServing },
});
drainOnSignals(running.stop, running.app.get(LOGGER));
process.stdout.write(`${running.grpcAddress}\n`);
