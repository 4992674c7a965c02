import { Controller } from '@nestjs/common';
import { forecastDemand, type ForecastDemandRequest, type ForecastDemandResponse } from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { DemandService } from './demand.service.js';

@Controller()
export class DemandController {
  constructor(private readonly demand: DemandService) {}

  @Endpoint(forecastDemand)
  forecast(@RequestOf(forecastDemand) request: ForecastDemandRequest): Promise<ForecastDemandResponse> {
    return this.demand.forecast(request);
  }
}
