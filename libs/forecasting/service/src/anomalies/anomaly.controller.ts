import { Controller } from '@nestjs/common';
import { detectAnomalies, type DetectAnomaliesRequest, type DetectAnomaliesResponse } from '@bellwether/contracts';
import { CallerOf, type Caller } from '@bellwether/platform/callers';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { AnomalyService } from './anomaly.service.js';

@Controller()
export class AnomalyController {
  constructor(private readonly anomalies: AnomalyService) {}

  @Endpoint(detectAnomalies)
  detect(
    @RequestOf(detectAnomalies) request: DetectAnomaliesRequest,
    @CallerOf() caller: Caller,
  ): Promise<DetectAnomaliesResponse> {
    return this.anomalies.detect(request, caller);
  }
}
