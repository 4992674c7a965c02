import { z } from 'zod';
import { Instant } from '../fields.js';
import { operation } from '../operation.js';

/** What is kept under one name in the analytics store, as its last import or simulation left it. */
export const SourceView = z.strictObject({
  source: z.string(),
  /** The importer, or `simulated-hotel` … */
  dataset: z.string(),
  /** Rows by table. */
  rows: z.record(z.string(), z.number()),
  /** Rows of the files that were refused. */
  rejected: z.number(),
  /** When the newest of what it tells happened; left out where it tells of nothing dated. */
  newest_event_at: Instant.optional(),
  finished_at: Instant,
});
export type SourceView = z.output<typeof SourceView>;

export const ListSourcesRequest = z.strictObject({
  limit: z.int().min(1).max(1_000).default(100),
  /** Sources after this one, in the order of their names. */
  after: z.string().max(63).optional(),
});
export const ListSourcesResponse = z.strictObject({
  /** By name. */
  sources: z.array(SourceView),
  /** Where the next page begins, as `after`; left out on the last one. */
  next: z.string().optional(),
});
export type ListSourcesRequest = z.output<typeof ListSourcesRequest>;
export type ListSourcesResponse = z.output<typeof ListSourcesResponse>;

export const listSources = operation({
  domain: 'worker',
  service: 'DataService',
  method: 'ListSources',
  verb: 'GET',
  path: '/data/sources',
  access: 'reader',
  summary: 'What the analytics store holds, and how fresh it is',
  request: ListSourcesRequest,
  response: ListSourcesResponse,
});
