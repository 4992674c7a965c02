import { Inject, Injectable } from '@nestjs/common';
import {
  AttributionModelName,
  type AttributeConversionsRequest,
  type AttributeConversionsResponse,
  type CustomerInsights,
} from '@bellwether/contracts';
import {
  attribute,
  DEFAULT_ATTRIBUTION,
  mergeSmallGroups,
  OTHER,
  type ConversionPath,
} from '@bellwether/customer-analytics-core';
import { DomainError } from '@bellwether/errors';
import { EventLoopTurns, type Caller } from '@bellwether/platform/callers';
import { MINIMUM_GROUP_SIZE } from '../segments/minimum-group-size.js';
import { Published } from '../segments/published.js';

/** Markov chains are solved once a channel, in the cube of their number. */
const MOST_CHANNELS = 64;

const CAVEAT =
  'Shares of conversions that touches came before, by rule or association; what would not have been bought without a channel, only an experiment tells.';

type Attributed = AttributeConversionsResponse['models'][number];

@Injectable()
export class AttributionService {
  constructor(
    private readonly published: Published,
    private readonly turns: EventLoopTurns,
    @Inject(MINIMUM_GROUP_SIZE) private readonly minimum: number,
  ) {}

  /**
   * @throws NOT_FOUND while nothing is published; FAILED_PRECONDITION for a source without touches; INVALID_ARGUMENT for more than 64
   *   channels.
   */
  async attribute(request: AttributeConversionsRequest, caller: Caller): Promise<AttributeConversionsResponse> {
    const models = request.models.length > 0 ? [...new Set(request.models)] : AttributionModelName.options;
    return request.paths.length > 0 ? this.ofPaths(request, models, caller) : this.ofSource(request.source, models);
  }

  private async ofPaths(
    { paths, half_life_days, end_share }: AttributeConversionsRequest,
    models: readonly AttributionModelName[],
    { signal }: Caller,
  ): Promise<AttributeConversionsResponse> {
    refuseManyChannels(new Set(paths.flatMap(({ channels }) => channels)).size);
    const told = paths.map(({ channels, days_before, conversions, value, lost }): ConversionPath => ({
      touches: channels.map((channel, i) => ({ channel, daysBefore: days_before[i] ?? channels.length - 1 - i })),
      ...{ conversions, value, lost },
    }));
    const options = {
      halfLifeDays: half_life_days ?? DEFAULT_ATTRIBUTION.halfLifeDays,
      endShare: end_share ?? DEFAULT_ATTRIBUTION.endShare,
    };
    const attributed: Attributed[] = [];
    for (const model of models) {
      await this.turns.next(signal);
      attributed.push({ model, channels: attribute(told, model, options) });
    }
    return {
      models: attributed,
      total_conversions: paths.reduce((sum, { conversions }) => sum + conversions, 0),
      total_value: paths.reduce((sum, { value }) => sum + value, 0),
      ...{ channels: [], minimum_group_size: this.minimum, merged_channels: [], caveat: CAVEAT },
    };
  }

  private async ofSource(
    source: string | undefined,
    models: readonly AttributionModelName[],
  ): Promise<AttributeConversionsResponse> {
    const { insights, ...of } = await this.published.of(source);
    const found = insights.attribution.filter(({ model }) => models.some((name) => name === model));
    if (found.length === 0) {
      throw new DomainError('FAILED_PRECONDITION', `${of.source} has no touches: send paths of your own`);
    }
    const [first] = found;
    const sum = (of: 'conversions' | 'value') => first!.credits.reduce((total, credit) => total + credit[of], 0);
    const merged = smallChannels(insights.channels, this.minimum);
    return {
      models: found.map(({ model, credits }) => ({
        model: model as AttributionModelName,
        channels: shared(mergedBy(credits, merged)),
      })),
      ...{ total_conversions: sum('conversions'), total_value: sum('value') },
      channels: mergedBy(
        insights.channels.map(({ channel, touches, cost }) => ({ channel, touches, cost })),
        merged,
      ),
      ...{ as_of: of.asOf, source: of.source, minimum_group_size: this.minimum, merged_channels: [...merged] },
      caveat: CAVEAT,
    };
  }
}

function refuseManyChannels(count: number): void {
  if (count <= MOST_CHANNELS) return;
  const message = `must have at most ${MOST_CHANNELS} channels, got ${count}`;
  throw new DomainError('INVALID_ARGUMENT', `paths ${message}`, { fields: [{ path: 'paths', message }] });
}

function smallChannels(channels: CustomerInsights['channels'], minimum: number): readonly string[] {
  const totals = channels.map(({ channel: name, customers, touches: orders, cost: revenue }) => ({
    ...{ name, customers, orders, revenue },
  }));
  return mergeSmallGroups(totals, minimum).merged;
}

/** Rows of channels, those of some channels added up as «Other». */
function mergedBy<Row extends { readonly channel: string }>(rows: readonly Row[], merged: readonly string[]): Row[] {
  const shown = rows.filter(({ channel }) => !merged.includes(channel));
  const small = rows.filter(({ channel }) => merged.includes(channel));
  if (small.length === 0) return shown;
  const keys = Object.keys(small[0]!).filter((key) => key !== 'channel');
  const sums = keys.map((key) => [key, small.reduce((sum, row) => sum + Number(row[key as keyof Row]), 0)]);
  return [...shown, { channel: OTHER, ...Object.fromEntries(sums) } as Row];
}

function shared(credits: readonly { channel: string; conversions: number; value: number }[]): Attributed['channels'] {
  const total = credits.reduce((sum, { conversions }) => sum + conversions, 0);
  return credits.map((credit) => ({ ...credit, share: total > 0 ? Math.min(1, credit.conversions / total) : 0 }));
}
