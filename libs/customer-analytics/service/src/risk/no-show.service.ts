import { Inject, Injectable } from '@nestjs/common';
import type { PredictNoShowRequest, PredictNoShowResponse } from '@bellwether/contracts';
import type { BookingPredictor } from './booking-predictor.js';
import { NO_SHOW_PREDICTOR } from './predictors.js';

@Injectable()
export class NoShowService {
  constructor(@Inject(NO_SHOW_PREDICTOR) private readonly predictor: BookingPredictor) {}

  predict(request: PredictNoShowRequest): PredictNoShowResponse {
    const { probability, parts } = this.predictor.answer(request);
    return { no_show_probability: probability, ...parts };
  }
}
