import { Controller } from '@nestjs/common';
import { pushBookings, type PushBookingsRequest, type PushBookingsResponse } from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { BookingStore } from './booking-store.js';

@Controller()
export class BookingStoreController {
  constructor(private readonly store: BookingStore) {}

  @Endpoint(pushBookings)
  push(@RequestOf(pushBookings) request: PushBookingsRequest): Promise<PushBookingsResponse> {
    return this.store.push(request);
  }
}
