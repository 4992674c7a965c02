import { Controller, Inject } from '@nestjs/common';
import { forecastRevenue, type ForecastRevenueRequest, type ForecastRevenueResponse } from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { HOTEL_REVENUE, type HotelRevenue } from './hotel-revenue.js';
import { SeriesRevenue } from './series-revenue.js';

@Controller()
export class RevenueController {
  constructor(
    private readonly series: SeriesRevenue,
    @Inject(HOTEL_REVENUE) private readonly hotel: HotelRevenue,
  ) {}

  @Endpoint(forecastRevenue)
  forecast(@RequestOf(forecastRevenue) request: ForecastRevenueRequest): Promise<ForecastRevenueResponse> {
    return request.entity === undefined ? this.hotel.revenue(request) : this.series.forecast(request, request.entity);
  }
}
