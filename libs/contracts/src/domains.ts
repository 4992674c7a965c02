/**
 * The domains: one app, one database and one gRPC package each. One without operations yet is here too, so that a
 * misspelt domain does not compile.
 */
export const DOMAINS = [
  'recommendation',
  'pricing',
  'forecasting',
  'customer-analytics',
  'model-registry',
  'worker',
] as const;

export type DomainName = (typeof DOMAINS)[number];
