import { Controller } from '@nestjs/common';
import { predictNoShow, type PredictNoShowRequest, type PredictNoShowResponse } from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { NoShowService } from './no-show.service.js';

@Controller()
export class NoShowController {
  constructor(private readonly noShow: NoShowService) {}

  @Endpoint(predictNoShow)
  predict(@RequestOf(predictNoShow) request: PredictNoShowRequest): Promise<PredictNoShowResponse> {
    return this.noShow.predict(request);
  }
}
