import { Controller } from '@nestjs/common';
import {
  getFeatureView,
  getOnlineFeatures,
  listFeatureViews,
  materializeFeatures,
  pushFeatures,
  type FeatureViewInfo,
  type GetOnlineFeaturesResponse,
  type JobView,
  type ListFeatureViewsResponse,
  type PushFeaturesResponse,
  type RequestOf as Request,
} from '@bellwether/contracts';
import { Endpoint, RequestOf } from '@bellwether/platform/transport';
import { FeatureCatalogueService } from './feature-catalogue.service.js';
import { FeatureWritingService } from './feature-writing.service.js';
import { OnlineFeaturesService } from './online-features.service.js';

@Controller()
export class FeatureController {
  constructor(
    private readonly online: OnlineFeaturesService,
    private readonly writing: FeatureWritingService,
    private readonly catalogue: FeatureCatalogueService,
  ) {}

  @Endpoint(getOnlineFeatures)
  read(@RequestOf(getOnlineFeatures) request: Request<typeof getOnlineFeatures>): Promise<GetOnlineFeaturesResponse> {
    return this.online.read(request);
  }

  @Endpoint(pushFeatures)
  push(@RequestOf(pushFeatures) request: Request<typeof pushFeatures>): Promise<PushFeaturesResponse> {
    return this.writing.push(request);
  }

  @Endpoint(materializeFeatures)
  materialize(@RequestOf(materializeFeatures) request: Request<typeof materializeFeatures>): Promise<JobView> {
    return this.writing.materialize(request);
  }

  @Endpoint(listFeatureViews)
  list(@RequestOf(listFeatureViews) _: Request<typeof listFeatureViews>): Promise<ListFeatureViewsResponse> {
    return this.catalogue.list();
  }

  @Endpoint(getFeatureView)
  get(@RequestOf(getFeatureView) { view }: Request<typeof getFeatureView>): Promise<FeatureViewInfo> {
    return this.catalogue.get(view);
  }
}
