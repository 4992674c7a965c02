import { Inject, Injectable } from '@nestjs/common';
import type {
  GetCohortRetentionRequest,
  GetCohortRetentionResponse,
  ListJourneysRequest,
  ListJourneysResponse,
} from '@bellwether/contracts';
import { funnelDropOff, wilsonInterval } from '@bellwether/customer-analytics-core';
import { MINIMUM_GROUP_SIZE } from '../segments/minimum-group-size.js';
import { Published } from '../segments/published.js';

/** Cohorts and journeys of what is published; groups that are too small are left out, and counted. */
@Injectable()
export class JourneyService {
  constructor(
    private readonly published: Published,
    @Inject(MINIMUM_GROUP_SIZE) private readonly minimum: number,
  ) {}

  /** @throws NOT_FOUND while nothing is published. */
  async retention({ source, months }: GetCohortRetentionRequest): Promise<GetCohortRetentionResponse> {
    const { insights, ...of } = await this.published.of(source);
    const shown = insights.cohorts.filter(({ active }) => active[0]! >= this.minimum);
    return {
      cohorts: shown.map(({ start, active }) => ({
        cohort: start,
        customers: active[0]!,
        retention: active
          .slice(0, months + 1)
          .map((count, month) => ({ month, active: count, ...shareOf(count, active[0]!) })),
      })),
      ...{ as_of: of.asOf, source: of.source, minimum_group_size: this.minimum },
      withheld_cohorts: insights.cohorts.length - shown.length,
    };
  }

  /** @throws NOT_FOUND while nothing is published. */
  async journeys({ source, limit }: ListJourneysRequest): Promise<ListJourneysResponse> {
    const { insights, ...of } = await this.published.of(source);
    const shown = insights.paths.filter(({ customers }) => customers >= this.minimum);
    const { furthest_steps: furthest } = insights;
    const steps = furthest.length === 0 ? [] : funnelDropOff(furthest.map(({ step, sessions }) => [step, sessions]));
    return {
      steps: steps.map(({ step, sessions, shareOfFirst, dropOff }) => ({
        ...{ step, sessions, share_of_first: shareOfFirst, drop_off: dropOff },
      })),
      paths: shown.slice(0, limit).map(({ channels, journeys, conversions, value }) => ({
        ...{ channels, journeys, conversions, value, conversion_rate: shareOf(conversions, journeys) },
      })),
      ...{ total_journeys: insights.journeys, total_conversions: insights.conversions },
      ...{ as_of: of.asOf, source: of.source, minimum_group_size: this.minimum },
      withheld_paths: insights.paths.length - shown.length,
    };
  }
}

function shareOf(count: number, of: number) {
  const { share, lower, upper } = wilsonInterval(count, of);
  return { share, lower_bound: lower, upper_bound: upper };
}
