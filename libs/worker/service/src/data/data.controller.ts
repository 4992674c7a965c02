import { Controller } from '@nestjs/common';
import {
  importDataset,
  listSources,
  publishFeatures,
  publishReservations,
  publishSegments,
  publishStock,
  simulateGrocer,
  simulateHotel,
  simulateRentals,
  simulateShop,
  type JobView,
  type ListSourcesResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { SourcesService } from '../sources/sources.service.js';
import { DataService } from './data.service.js';

@Controller()
export class DataController {
  constructor(
    private readonly data: DataService,
    private readonly sources: SourcesService,
  ) {}

  @Endpoint(importDataset)
  importDataset(@RequestOf(importDataset) request: Request<typeof importDataset>): Promise<JobView> {
    return this.data.importDataset(request);
  }

  @Endpoint(simulateHotel)
  simulateHotel(@RequestOf(simulateHotel) request: Request<typeof simulateHotel>): Promise<JobView> {
    return this.data.simulateHotel(request);
  }

  @Endpoint(simulateShop)
  simulateShop(@RequestOf(simulateShop) request: Request<typeof simulateShop>): Promise<JobView> {
    return this.data.simulateShop(request);
  }

  @Endpoint(simulateRentals)
  simulateRentals(@RequestOf(simulateRentals) request: Request<typeof simulateRentals>): Promise<JobView> {
    return this.data.simulateRentals(request);
  }

  @Endpoint(simulateGrocer)
  simulateGrocer(@RequestOf(simulateGrocer) request: Request<typeof simulateGrocer>): Promise<JobView> {
    return this.data.simulateGrocer(request);
  }

  @Endpoint(listSources)
  listSources(@RequestOf(listSources) request: Request<typeof listSources>): Promise<ListSourcesResponse> {
    return this.sources.list(request);
  }

  @Endpoint(publishFeatures)
  publishFeatures(@RequestOf(publishFeatures) request: Request<typeof publishFeatures>): Promise<JobView> {
    return this.data.publishFeatures(request);
  }

  @Endpoint(publishReservations)
  publishReservations(@RequestOf(publishReservations) request: Request<typeof publishReservations>): Promise<JobView> {
    return this.data.publishReservations(request);
  }

  @Endpoint(publishStock)
  publishStock(@RequestOf(publishStock) request: Request<typeof publishStock>): Promise<JobView> {
    return this.data.publishStock(request);
  }

  @Endpoint(publishSegments)
  publishSegments(@RequestOf(publishSegments) request: Request<typeof publishSegments>): Promise<JobView> {
    return this.data.publishSegments(request);
  }
}
