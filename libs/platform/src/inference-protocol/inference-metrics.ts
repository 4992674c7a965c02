import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../metrics/index.js';
import type { Execution } from './statistics.js';

/** The figures of the statistics extension as Prometheus' counters: rows over executions is the mean size of a batch. */
@Injectable()
export class InferenceMetrics {
  private readonly requests: Counter;
  private readonly rows: Counter;
  private readonly seconds: Counter;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'bellwether_inference_requests_total',
      help: 'Requests of the Open Inference Protocol by how they ended; each success is one execution of a model',
      labelNames: ['model', 'version', 'outcome'],
      registers,
    });
    this.rows = new Counter({
      name: 'bellwether_inference_rows_total',
      help: 'Rows inferred over the Open Inference Protocol',
      labelNames: ['model', 'version'],
      registers,
    });
    this.seconds = new Counter({
      name: 'bellwether_inference_seconds_total',
      help: 'Time of requests that succeeded, by stage: queue, input, infer, output',
      labelNames: ['model', 'version', 'stage'],
      registers,
    });
  }

  succeeded(model: string, version: string, { rows, queueMs, inputMs, inferMs, outputMs }: Execution): void {
    this.requests.inc({ model, version, outcome: 'success' });
    this.rows.inc({ model, version }, rows);
    const stages = { queue: queueMs, input: inputMs, infer: inferMs, output: outputMs };
    for (const [stage, ms] of Object.entries(stages)) this.seconds.inc({ model, version, stage }, ms / 1_000);
  }

  failed(model: string, version: string): void {
    this.requests.inc({ model, version, outcome: 'fail' });
  }
}
