import { Controller } from '@nestjs/common';
import {
  attributeConversions,
  getCohortRetention,
  listJourneys,
  type AttributeConversionsRequest,
  type AttributeConversionsResponse,
  type GetCohortRetentionRequest,
  type GetCohortRetentionResponse,
  type ListJourneysRequest,
  type ListJourneysResponse,
} from '@bellwether/contracts';
import { CallerOf, type Caller } from '@bellwether/platform/callers';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { AttributionService } from './attribution.service.js';
import { JourneyService } from './journey.service.js';

@Controller()
export class JourneyController {
  constructor(
    private readonly service: JourneyService,
    private readonly attribution: AttributionService,
  ) {}

  @Endpoint(getCohortRetention)
  retention(@RequestOf(getCohortRetention) request: GetCohortRetentionRequest): Promise<GetCohortRetentionResponse> {
    return this.service.retention(request);
  }

  @Endpoint(listJourneys)
  journeys(@RequestOf(listJourneys) request: ListJourneysRequest): Promise<ListJourneysResponse> {
    return this.service.journeys(request);
  }

  @Endpoint(attributeConversions)
  attribute(
    @RequestOf(attributeConversions) request: AttributeConversionsRequest,
    @CallerOf() caller: Caller,
  ): Promise<AttributeConversionsResponse> {
    return this.attribution.attribute(request, caller);
  }
}
