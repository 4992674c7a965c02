import type { CustomerInsights } from '@bellwether/contracts';
import {
  attribute,
  ATTRIBUTION_MODELS,
  type AttributionModel,
  type JourneyBook,
} from '@bellwether/customer-analytics-core';

const PATHS_KEPT = 1_000;

/** What the journeys of a source's customers say together; of a source without touches, nothing. */
export function journeyInsights(
  book: JourneyBook | undefined,
): Pick<CustomerInsights, 'journeys' | 'conversions' | 'paths' | 'channels' | 'attribution'> {
  if (book === undefined) return { journeys: 0, conversions: 0, paths: [], channels: [], attribution: [] };
  const paths = book.conversionPaths();
  const conversions = paths.reduce((sum, path) => sum + path.conversions, 0);
  return {
    journeys: paths.reduce((sum, { lost }) => sum + lost, conversions),
    conversions,
    paths: book.commonestPaths(PATHS_KEPT).map(({ channels, ...path }) => ({ channels: [...channels], ...path })),
    channels: book.reach(),
    attribution: (Object.keys(ATTRIBUTION_MODELS) as AttributionModel[]).map((model) => ({
      model,
      credits: attribute(paths, model).map(({ channel, conversions, value }) => ({ channel, conversions, value })),
    })),
  };
}
