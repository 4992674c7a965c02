// A small app on the real bootstrap whose one operation takes as long as its request says: what the drain test stops.
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { getJob } from '@bellwether/contracts';
import { drainOnSignals, LOGGER, startApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';

class SlowController {
  async get({ job_id }) {
    await new Promise((resolve) => setTimeout(resolve, Number(job_id)));
    return { job_id, kind: 'slow', status: 'succeeded', progress: 1, message: '', created_at: '2026-01-01T00:00:00Z' };
  }
}
Endpoint(getJob)(SlowController.prototype, 'get', Object.getOwnPropertyDescriptor(SlowController.prototype, 'get'));
RequestOf(getJob)(SlowController.prototype, 'get', 0);
Controller()(SlowController);

class SlowModule {}
Module({ controllers: [SlowController] })(SlowModule);

const config = parseConfig(baseConfig({ http: 0, grpc: 0 }), {
  ...process.env,
  PORT: '0',
  GRPC_PORT: '0',
  LOG_LEVEL: 'error',
});
const running = await startApp({
  name: 'slow',
  version: '0.0.0',
  config,
  modules: [SlowModule],
  operations: { getJob },
});
drainOnSignals(running.stop, running.app.get(LOGGER));
process.stdout.write(`${JSON.stringify({ url: running.url, grpc: running.grpcAddress })}\n`);
