import { randomUUID } from 'node:crypto';
import { PREDICTIONS_LOGGED } from '@bellwether/contracts';
import { Logger } from '@nestjs/common';
import { DomainError, type ErrorCode } from '@bellwether/errors';
import type { EventBus } from '../events/index.js';
import { predictionBatch, type LoggedModel, type WaitingPrediction } from './prediction-batch.js';
import { isSampled, sampledShare, type SamplingRules } from './sampling-rules.js';

/** What became of a prediction that was to be logged. */
export type LoggingOutcome = 'logged' | 'dropped' | 'not_sampled';

export interface PredictionLogOptions {
  readonly rules?: SamplingRules;
  /** How long a prediction waits for others to be published with, in milliseconds. Default 500. */
  readonly flushMs?: number;
  /** Predictions that may wait while the bus does not take them; beyond, the newest are dropped. Default 20,000. */
  readonly maxWaiting?: number;
  readonly newId?: () => string;
  readonly observe?: (outcome: LoggingOutcome, count: number) => void;
}

/** Predictions of one event, and values of all of them: together well below its limit of a megabyte. */
const MOST_IN_EVENT = 500;
const MOST_VALUES = 25_000;
/** Pause after the bus refused, in milliseconds. */
const REFUSED_PAUSE_MS = 2_000;
/** What passes by itself; an event that is refused for anything else is refused again. */
const PASSING: ReadonlySet<unknown> = new Set<ErrorCode>(['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED']);

type Prediction = Omit<WaitingPrediction, 'prediction_id' | 'sampled_share'>;

const eventRows = ({ features }: LoggedModel): number =>
  Math.max(1, Math.min(MOST_IN_EVENT, Math.floor(MOST_VALUES / Math.max(1, features.length))));

/** Gathers predictions and publishes them as events, a list at a time: nobody who asked for one waits for it. */
export class PredictionLog {
  private readonly waiting = new Map<LoggedModel, WaitingPrediction[]>();
  private count = 0;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<boolean> | null = null;
  private refused = false;
  private readonly logger = new Logger(PredictionLog.name);
  private readonly options: Required<PredictionLogOptions>;

  constructor(
    private readonly events: Pick<EventBus, 'publish'>,
    options: PredictionLogOptions = {},
  ) {
    this.options = {
      rules: [],
      flushMs: 500,
      maxWaiting: 20_000,
      newId: randomUUID,
      observe: () => undefined,
      ...options,
    };
  }

  /**
   * @param prediction its row is the log's from here on: a copy of what the model works in.
   * @returns the prediction's id, also of one that is not logged.
   */
  add(model: LoggedModel, prediction: Prediction): string {
    const { rules, maxWaiting, newId, observe } = this.options;
    const prediction_id = newId();
    const sampled_share = rules.length === 0 ? 1 : sampledShare(rules, model.name, prediction);
    if (!isSampled(prediction_id, sampled_share)) observe('not_sampled', 1);
    else if (this.count >= maxWaiting) observe('dropped', 1);
    else this.keep(model, { ...prediction, prediction_id, sampled_share });
    return prediction_id;
  }

  /**
   * Publishes what waits.
   *
   * @returns whether nothing waits any more; false while the bus refuses, which is tried again later.
   */
  flush(): Promise<boolean> {
    this.flushing ??= this.publishAll().finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  private keep(model: LoggedModel, waiting: WaitingPrediction): void {
    let rows = this.waiting.get(model);
    if (rows === undefined) this.waiting.set(model, (rows = []));
    rows.push(waiting);
    this.count += 1;
    // While the bus refuses, only the pause's end asks it again: each asking makes an event.
    if (rows.length >= eventRows(model) && !this.refused) void this.flush();
    else this.flushWithin(this.options.flushMs);
  }

  private flushWithin(ms: number): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      // Also where it comes while one is published: what is added after that wants a timer of its own.
      this.timer = undefined;
      void this.flush();
    }, ms);
    // A process that has nothing else to do need not stay for it: a stop flushes.
    this.timer.unref();
  }

  private async publishAll(): Promise<boolean> {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [model, rows] of this.waiting) {
      while (rows.length > 0) {
        const part = rows.slice(0, eventRows(model));
        try {
          await this.events.publish(PREDICTIONS_LOGGED, predictionBatch(model, part));
        } catch (error) {
          if (error instanceof DomainError && PASSING.has(error.code)) {
            this.refused = true;
            this.flushWithin(REFUSED_PAUSE_MS);
            return false;
          }
          this.logger.error(`${part.length} predictions of ${model.name} cannot be logged: ${String(error)}`);
          this.take(rows, part.length, 'dropped');
          continue;
        }
        this.refused = false;
        this.take(rows, part.length, 'logged');
      }
      this.waiting.delete(model);
    }
    return true;
  }

  private take(rows: WaitingPrediction[], count: number, outcome: LoggingOutcome): void {
    rows.splice(0, count);
    this.count -= count;
    this.options.observe(outcome, count);
  }

  /** For the end of the process: what the bus does not take now is lost, and counted. */
  async close(): Promise<void> {
    if (await this.flush()) return;
    this.logger.error(`${this.count} predictions are not logged: the event bus does not take them`);
    this.options.observe('dropped', this.count);
    this.waiting.clear();
    this.count = 0;
    clearTimeout(this.timer);
  }
}
