import { DomainError } from '@bellwether/errors';

/** The default and the most that one page of a search answers. */
export interface PageSize {
  readonly byDefault: number;
  readonly most: number;
}

export const RUN_PAGE: PageSize = { byDefault: 1_000, most: 50_000 };
export const EXPERIMENT_PAGE: PageSize = { byDefault: 1_000, most: 50_000 };
export const REGISTERED_MODEL_PAGE: PageSize = { byDefault: 100, most: 1_000 };
export const MODEL_VERSION_PAGE: PageSize = { byDefault: 10_000, most: 200_000 };
export const WEBHOOK_PAGE: PageSize = { byDefault: 100, most: 1_000 };
export const METRIC_HISTORY_PAGE: PageSize = { byDefault: 25_000, most: 25_000 };
/** The protocol's default is 50; stock clients ask for 100 at a time. */
export const LOGGED_MODEL_PAGE: PageSize = { byDefault: 50, most: 1_000 };
/** Points, in one answer about several runs. */
export const METRIC_HISTORY_BULK: PageSize = { byDefault: 25_000, most: 25_000 };
/** Steps between the first and the last, in a history that is thinned. */
export const METRIC_INTERVAL: PageSize = { byDefault: 2_500, most: 2_500 };

/** @throws INVALID_ARGUMENT when `maxResults` is not in [1, most]. */
export function pageSize(maxResults: number | undefined, { byDefault, most }: PageSize): number {
  if (maxResults === undefined) return byDefault;
  if (!Number.isInteger(maxResults) || maxResults < 1 || maxResults > most) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid value ${maxResults} for parameter 'max_results' supplied: it must be at least 1 and at most ${most}`,
    );
  }
  return maxResults;
}
