import { pageSize, readPageToken, writePageToken, type PageSize } from '@bellwether/model-registry-core';

/** The part of a search request that says which page of what. */
export interface PageRequest {
  readonly max_results?: number | undefined;
  readonly page_token?: string | undefined;
}

/** One page of a query: where it starts, how many rows it may have, and what its token is bound to. */
export class Page {
  readonly size: number;
  readonly offset: number;

  /** @param query everything else that the caller asked for, so that a token of another query is refused. */
  constructor(
    request: PageRequest,
    limits: PageSize,
    private readonly query: string,
  ) {
    this.size = pageSize(request.max_results, limits);
    this.offset = readPageToken(request.page_token, query);
  }

  /** One more row than the page holds tells whether there is another page. */
  get limit(): number {
    return this.size + 1;
  }

  /**
   * Cuts what was read for the page, and gives the token of the next one if there is one.
   *
   * @param most how many rows the page takes, where that is fewer than it may.
   */
  cut<Row>(found: readonly Row[], most = this.size): { rows: readonly Row[]; next: { next_page_token?: string } } {
    if (found.length <= most) return { rows: found, next: {} };
    return {
      rows: found.slice(0, most),
      next: { next_page_token: writePageToken(this.offset + most, this.query) },
    };
  }
}

/** What a page token is bound to: the request without its page. */
export function queryOf(request: PageRequest): string {
  const { page_token: _token, max_results: _size, ...rest } = request;
  return JSON.stringify(rest);
}
