import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type OpenMetricsContentType } from 'prom-client';

/** Buckets in seconds: predictions answer in well under a millisecond to some ten, requests in up to seconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The process's Prometheus metrics; event-loop lag, heap and garbage collection come with it. */
@Injectable()
export class Metrics {
  /** Of the format that knows exemplars; a scraper that does not gets the other from `exposition`. */
  readonly registry = openMetricsRegistry();

  readonly httpRequests = new Histogram<string>({
    name: 'bellwether_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    enableExemplars: true,
    registers: [this.registry],
  });

  readonly grpcRequests = new Histogram<string>({
    name: 'bellwether_grpc_request_duration_seconds',
    help: 'Time of a gRPC call in the server',
    labelNames: ['method', 'code'],
    buckets: BUCKETS,
    enableExemplars: true,
    registers: [this.registry],
  });

  readonly predictions = new Histogram<string>({
    name: 'bellwether_prediction_duration_seconds',
    help: 'Time of one prediction answered, features and explanation included; of a batch, the time per row',
    labelNames: ['model', 'version'],
    buckets: BUCKETS,
    enableExemplars: true,
    registers: [this.registry],
  });

  readonly loggedPredictions = new Counter({
    name: 'bellwether_logged_predictions_total',
    help: 'Predictions by what became of their record: logged, not_sampled, or dropped while the bus took none',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly predictionErrors = new Counter({
    name: 'bellwether_prediction_errors_total',
    help: 'Predictions that a version of a model failed; of a version on trial, the one in production answered in its place',
    labelNames: ['model', 'version'],
    registers: [this.registry],
  });

  readonly shadowPredictions = new Counter({
    name: 'bellwether_shadow_predictions_total',
    help: 'Copies of questions for versions in the shadow: scored, failed, gone with what they were about, or dropped',
    labelNames: ['model', 'outcome'],
    registers: [this.registry],
  });

  readonly rolloutShare = new Gauge({
    name: 'bellwether_rollout_share',
    help: 'Share of entities that a version on trial answers, or scores in the shadow, in this process',
    labelNames: ['model', 'version', 'mode'],
    registers: [this.registry],
  });

  readonly modelVersion = new Gauge({
    name: 'bellwether_model_info',
    help: '1 for the version of a model in use',
    labelNames: ['model', 'version'],
    registers: [this.registry],
  });

  readonly modelSwaps = new Counter({
    name: 'bellwether_model_swaps_total',
    help: 'Versions put into use or refused since the process started',
    labelNames: ['model', 'outcome'],
    registers: [this.registry],
  });

  readonly cacheRequests = new Counter({
    name: 'bellwether_cache_requests_total',
    help: 'Looks into the cache by how they ended; the hit rate is hit and shared over all',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly events = new Counter({
    name: 'bellwether_events_total',
    help: 'Events published and handled by this process, tries that failed, and events set aside',
    labelNames: ['outcome', 'type'],
    registers: [this.registry],
  });

  readonly neighbourCalls = new Counter({
    name: 'bellwether_neighbour_calls_total',
    help: 'Calls of other apps, by how they ended',
    labelNames: ['neighbour', 'method', 'outcome'],
    registers: [this.registry],
  });

  readonly neighbourAway = new Gauge({
    name: 'bellwether_neighbour_away',
    help: '1 while another app is not asked because it has failed several times in a row',
    labelNames: ['neighbour'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 10 });
  }
}

function openMetricsRegistry(): Registry<OpenMetricsContentType> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}
