import { Inject, Injectable } from '@nestjs/common';
import type { PredictNoShowRequest, PredictNoShowResponse } from '@bellwether/contracts';
import type { BookingPredictor } from './booking-predictor.js';
import { NO_SHOW_PREDICTOR } from './predictors.js';

@Injectable()
export class NoShowService {
  constructor(@Inject(NO_SHOW_PREDICTOR) private readonly predictor: BookingPredictor) {}

  async predict(request: PredictNoShowRequest): Promise<PredictNoShowResponse> {
    const { probability, parts } = await this.predictor.answer(request);
    return { no_show_probability: probability, ...parts };
  }
}
