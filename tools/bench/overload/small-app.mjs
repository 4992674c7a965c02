// A small app on the real bootstrap that answers each request with half a millisecond of computing: what the overload
// benchmark runs against where no model is trained.
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { getRollout, predictChurnBatch } from '@bellwether/contracts';
import { drainOnSignals, LOGGER, startApp } from '@bellwether/platform/bootstrap';
import { baseConfig, parseConfig } from '@bellwether/platform/config';
import { HealthRegistry } from '@bellwether/platform/health';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';

const single = { ...predictChurnBatch, load: 'single' };
const COMPUTING_MS = 0.5;

class BusyController {
  answer({ booking_ids }) {
    const until = performance.now() + COMPUTING_MS;
    while (performance.now() < until);
    const predictions = booking_ids.map((booking_id) => ({ booking_id, churn_probability: 0.5, risk_level: 'low' }));
    const counts = { high_risk_count: 0, medium_risk_count: 0, low_risk_count: predictions.length };
    return { predictions, total_processed: predictions.length, ...counts, model_version: '1', inference_time_ms: 0.5 };
  }
}
const method = Object.getOwnPropertyDescriptor(BusyController.prototype, 'answer');
Endpoint(single)(BusyController.prototype, 'answer', method);
RequestOf(single)(BusyController.prototype, 'answer', 0);
Controller()(BusyController);

/** What a process asks that takes a model into use: it waits where others are refused. */
class RolloutController {
  rollout() {
    return { changes: [] };
  }
}
const asked = Object.getOwnPropertyDescriptor(RolloutController.prototype, 'rollout');
Endpoint(getRollout)(RolloutController.prototype, 'rollout', asked);
RequestOf(getRollout)(RolloutController.prototype, 'rollout', 0);
Controller()(RolloutController);

class BusyModule {}
Module({ controllers: [BusyController, RolloutController] })(BusyModule);

const running = await startApp({
  name: 'busy',
  version: '0.0.0',
  config: parseConfig(baseConfig({ http: 0, grpc: 0 }), { ...process.env, LOG_LEVEL: 'error' }),
  modules: [BusyModule],
  operations: { predictChurnBatch: single, getRollout },
});
running.app.get(HealthRegistry).started();
drainOnSignals(running.stop, running.app.get(LOGGER));
process.stdout.write(`${running.url} (HTTP), ${running.grpcAddress} (gRPC)\n`);
