import { Controller } from '@nestjs/common';
import {
  listBookingsAtRisk,
  predictChurn,
  predictChurnBatch,
  type ListBookingsAtRiskRequest,
  type ListBookingsAtRiskResponse,
  type PredictChurnBatchRequest,
  type PredictChurnBatchResponse,
  type PredictChurnRequest,
  type PredictChurnResponse,
} from '@bellwether/contracts';
import { CallerOf, type Caller } from '@bellwether/platform/callers';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { ChurnService } from './churn.service.js';

@Controller()
export class ChurnController {
  constructor(private readonly churn: ChurnService) {}

  @Endpoint(predictChurn)
  predict(@RequestOf(predictChurn) request: PredictChurnRequest): Promise<PredictChurnResponse> {
    return this.churn.predict(request);
  }

  @Endpoint(predictChurnBatch)
  predictBatch(
    @RequestOf(predictChurnBatch) request: PredictChurnBatchRequest,
    @CallerOf() caller: Caller,
  ): Promise<PredictChurnBatchResponse> {
    return this.churn.predictBatch(request, caller);
  }

  @Endpoint(listBookingsAtRisk)
  atRisk(
    @RequestOf(listBookingsAtRisk) request: ListBookingsAtRiskRequest,
    @CallerOf() caller: Caller,
  ): Promise<ListBookingsAtRiskResponse> {
    return this.churn.atRisk(request, caller);
  }
}
