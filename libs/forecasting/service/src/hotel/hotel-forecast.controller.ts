import { Controller } from '@nestjs/common';
import {
  forecastHousekeepingDemand,
  forecastOccupancy,
  type ForecastHousekeepingDemandRequest,
  type ForecastHousekeepingDemandResponse,
  type ForecastOccupancyRequest,
  type ForecastOccupancyResponse,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { HotelForecastService } from './hotel-forecast.service.js';

@Controller()
export class HotelForecastController {
  constructor(private readonly forecasts: HotelForecastService) {}

  @Endpoint(forecastOccupancy)
  occupancy(@RequestOf(forecastOccupancy) request: ForecastOccupancyRequest): Promise<ForecastOccupancyResponse> {
    return this.forecasts.occupancy(request);
  }

  @Endpoint(forecastHousekeepingDemand)
  housekeeping(
    @RequestOf(forecastHousekeepingDemand) request: ForecastHousekeepingDemandRequest,
  ): Promise<ForecastHousekeepingDemandResponse> {
    return this.forecasts.housekeeping(request);
  }
}
