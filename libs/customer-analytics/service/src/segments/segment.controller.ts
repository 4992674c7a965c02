import { Controller } from '@nestjs/common';
import {
  exportSegmentCsv,
  getCustomerSegment,
  listAudience,
  listSegments,
  pushSegments,
  type ExportSegmentCsvResponse,
  type ExportSegmentRequest,
  type GetCustomerSegmentRequest,
  type GetCustomerSegmentResponse,
  type ListAudienceResponse,
  type ListSegmentsRequest,
  type ListSegmentsResponse,
  type PushSegmentsRequest,
  type PushSegmentsResponse,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { SegmentService } from './segment.service.js';

@Controller()
export class SegmentController {
  constructor(private readonly segments: SegmentService) {}

  @Endpoint(listSegments)
  list(@RequestOf(listSegments) request: ListSegmentsRequest): Promise<ListSegmentsResponse> {
    return this.segments.list(request);
  }

  @Endpoint(getCustomerSegment)
  customer(@RequestOf(getCustomerSegment) request: GetCustomerSegmentRequest): Promise<GetCustomerSegmentResponse> {
    return this.segments.customer(request);
  }

  @Endpoint(listAudience)
  audience(@RequestOf(listAudience) request: ExportSegmentRequest): Promise<ListAudienceResponse> {
    return this.segments.audience(request);
  }

  @Endpoint(exportSegmentCsv)
  csv(@RequestOf(exportSegmentCsv) request: ExportSegmentRequest): Promise<ExportSegmentCsvResponse> {
    return this.segments.csv(request);
  }

  @Endpoint(pushSegments)
  push(@RequestOf(pushSegments) request: PushSegmentsRequest): Promise<PushSegmentsResponse> {
    return this.segments.push(request);
  }
}
