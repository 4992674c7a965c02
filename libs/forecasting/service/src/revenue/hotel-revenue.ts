import type { ForecastRevenueRequest, ForecastRevenueResponse } from '@bellwether/contracts';

/** Who answers for the revenue of the hotel: the chain of its bookings. */
export interface HotelRevenue {
  revenue(request: ForecastRevenueRequest): Promise<ForecastRevenueResponse>;
}
export const HOTEL_REVENUE = Symbol('HotelRevenue');
