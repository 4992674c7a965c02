import { Controller } from '@nestjs/common';
import {
  importDataset,
  publishFeatures,
  simulateHotel,
  type JobView,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { DataService } from './data.service.js';

@Controller()
export class DataController {
  constructor(private readonly data: DataService) {}

  @Endpoint(importDataset)
  importDataset(@RequestOf(importDataset) request: Request<typeof importDataset>): Promise<JobView> {
    return this.data.importDataset(request);
  }

  @Endpoint(simulateHotel)
  simulateHotel(@RequestOf(simulateHotel) request: Request<typeof simulateHotel>): Promise<JobView> {
    return this.data.simulateHotel(request);
  }

  @Endpoint(publishFeatures)
  publishFeatures(@RequestOf(publishFeatures) request: Request<typeof publishFeatures>): Promise<JobView> {
    return this.data.publishFeatures(request);
  }
}
