import { Controller } from '@nestjs/common';
import {
  collectOutcomes,
  getPrediction,
  recordOutcomes,
  type GetPredictionResponse,
  type JobView,
  type RecordOutcomesResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { OutcomeService } from './outcome.service.js';

@Controller()
export class OutcomeController {
  constructor(private readonly outcomes: OutcomeService) {}

  @Endpoint(recordOutcomes)
  record(@RequestOf(recordOutcomes) request: Request<typeof recordOutcomes>): Promise<RecordOutcomesResponse> {
    return this.outcomes.record(request);
  }

  @Endpoint(getPrediction)
  get(@RequestOf(getPrediction) { prediction_id }: Request<typeof getPrediction>): Promise<GetPredictionResponse> {
    return this.outcomes.get(prediction_id);
  }

  @Endpoint(collectOutcomes)
  collect(@RequestOf(collectOutcomes) request: Request<typeof collectOutcomes>): Promise<JobView> {
    return this.outcomes.collect(request);
  }
}
