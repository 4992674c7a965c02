import { Inject, Injectable } from '@nestjs/common';
import type {
  ListBookingsAtRiskRequest,
  ListBookingsAtRiskResponse,
  PredictChurnBatchRequest,
  PredictChurnBatchResponse,
  PredictChurnRequest,
  PredictChurnResponse,
} from '@bellwether/contracts';
import type { BookingRecord } from '@bellwether/feature-engineering';
import { CLOCK, type Clock } from '@bellwether/platform/bootstrap';
import { EventLoopTurns, type Caller } from '@bellwether/platform/callers';
import { BookingStore } from '../bookings/booking-store.js';
import type { BookingPredictor } from './booking-predictor.js';
import type { ScoredBooking } from './booking-scorer.js';
import { CHURN_PREDICTOR } from './predictors.js';
import { RowsByVersion } from './rows-by-version.js';
import type { ChosenModel, VersionsInUse } from './version-choice.js';

/** How many bookings are scored before the event loop gets its turn: some milliseconds' worth. */
const ROWS_A_TURN = 200;

const DAY_MS = 86_400_000;

type BatchScore = PredictChurnBatchResponse['predictions'][number];

@Injectable()
export class ChurnService {
  constructor(
    @Inject(CHURN_PREDICTOR) private readonly predictor: BookingPredictor,
    private readonly store: BookingStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly turns: EventLoopTurns,
  ) {}

  async predict(request: PredictChurnRequest): Promise<PredictChurnResponse> {
    const { probability, parts } = await this.predictor.answer(request);
    return { churn_probability: probability, ...parts };
  }

  async predictBatch(
    { booking_ids }: PredictChurnBatchRequest,
    { signal }: Caller,
  ): Promise<PredictChurnBatchResponse> {
    const started = performance.now();
    const at = this.clock();
    const versions = this.predictor.versions();
    const predictions: BatchScore[] = [];
    for (let from = 0; from < booking_ids.length; from += ROWS_A_TURN) {
      await this.turns.next(signal);
      const turn = performance.now();
      const rows = new RowsByVersion();
      for (const booking_id of booking_ids.slice(from, from + ROWS_A_TURN)) {
        const before = performance.now();
        const prediction = this.predictor.score(versions, booking_id, (chosen, scored): BatchScore => {
          rows.add(chosen.version);
          const { probability } = scored;
          const latency_ms = performance.now() - before;
          return {
            prediction_id: this.predictor.log(chosen, { scored: copied(scored), at, latency_ms, request: 'batch' }),
            booking_id,
            churn_probability: probability,
            risk_level: this.predictor.riskLevel(probability),
            ...versionWhereOther(versions, chosen),
          };
        });
        predictions.push(prediction);
        this.predictor.shadow(versions, { booking_id }, at, 'batch');
      }
      rows.share(performance.now() - turn, (...of) => this.predictor.measured(...of));
    }
    const inference_time_ms = performance.now() - started;
    const count = (level: BatchScore['risk_level']) =>
      predictions.filter(({ risk_level }) => risk_level === level).length;
    return {
      predictions,
      total_processed: predictions.length,
      high_risk_count: count('high'),
      medium_risk_count: count('medium'),
      low_risk_count: count('low'),
      model_version: versions.version,
      inference_time_ms,
    };
  }

  async atRisk({ days, limit }: ListBookingsAtRiskRequest, { signal }: Caller): Promise<ListBookingsAtRiskResponse> {
    const started = performance.now();
    const now = this.clock();
    const versions = this.predictor.versions();
    const rows = new RowsByVersion();
    const coming = this.coming(now, days);
    const scored: { booking_id: string; expected_loss: number }[] = [];
    for (const [i, { booking_id }] of coming.entries()) {
      if (i % ROWS_A_TURN === 0) await this.turns.next(signal);
      if (this.isGone(booking_id)) continue;
      this.predictor.score(versions, booking_id, ({ version }, { probability, amount }) => {
        rows.add(version);
        scored.push({ booking_id, expected_loss: probability * amount });
      });
    }
    scored.sort((a, b) => b.expected_loss - a.expected_loss || compare(a.booking_id, b.booking_id));
    const bookings: ListBookingsAtRiskResponse['bookings'] = [];
    for (const [i, { booking_id }] of scored.slice(0, limit).entries()) {
      if (i % (ROWS_A_TURN / 10) === 0) await this.turns.next(signal);
      if (this.isGone(booking_id)) continue;
      const before = performance.now();
      // Told as it is now: while others had their turn, the booking may have been told anew.
      const told = this.predictor.score(versions, booking_id, (chosen, again): (typeof bookings)[number] => {
        const { record, probability, amount } = again;
        const latency_ms = performance.now() - before;
        return {
          prediction_id: this.predictor.log(chosen, { scored: copied(again), at: now, latency_ms, request: 'list' }),
          booking_id,
          ...(record.guest_id !== null && { guest_id: record.guest_id }),
          check_in: record.arrival_on,
          churn_probability: probability,
          expected_loss: probability * amount,
          currency: record.currency,
          recommended_actions: chosen.scorer.actions(again, Math.floor(now.getTime() / 1_000)),
          ...versionWhereOther(versions, chosen),
        };
      });
      bookings.push(told);
    }
    const inference_time_ms = performance.now() - started;
    rows.share(inference_time_ms, (...of) => this.predictor.measured(...of));
    return { bookings, model_version: versions.version, inference_time_ms };
  }

  /** Closed, while others had their turn. */
  private isGone(bookingId: string): boolean {
    return this.store.online.record(bookingId) === undefined;
  }

  /** Bookings that arrive from today to `days` ahead and can still lose money. */
  private coming(now: Date, days: number): BookingRecord[] {
    const from = now.toISOString().slice(0, 10);
    const to = new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
    return [...this.store.online.records()].filter(
      ({ arrival_on, total_amount }) => arrival_on >= from && arrival_on <= to && total_amount > 0,
    );
  }
}

/** A scored booking with a row of its own: the scorer goes on to the next. */
function copied({ row, record, probability }: ScoredBooking) {
  return { row: row.slice(), record, probability };
}

/** The version that scored a row, where it is not that of the answer. */
function versionWhereOther(versions: VersionsInUse, { version }: ChosenModel): { model_version?: string } {
  return version === versions.version ? {} : { model_version: version };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
