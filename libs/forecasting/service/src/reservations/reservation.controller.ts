import { Controller } from '@nestjs/common';
import { pushReservations, type PushReservationsRequest, type PushReservationsResponse } from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { ReservationStore } from './reservation-store.js';

@Controller()
export class ReservationController {
  constructor(private readonly store: ReservationStore) {}

  @Endpoint(pushReservations)
  push(@RequestOf(pushReservations) request: PushReservationsRequest): Promise<PushReservationsResponse> {
    return this.store.push(request);
  }
}
