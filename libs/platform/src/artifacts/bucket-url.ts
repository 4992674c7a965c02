import { DomainError } from '@bellwether/errors';
import { z } from 'zod';

/** Where the artifacts of a bucket are. Credentials are no part of it: they come from the client's own chain. */
export interface BucketLocation {
  readonly bucket: string;
  /** '' or ending in '/'. */
  readonly prefix: string;
  readonly region: string;
  /** Of a server other than Amazon's. */
  readonly endpoint?: string;
  /** Whether the bucket is named in the path rather than the host, as most other servers want it. */
  readonly forcePathStyle: boolean;
}

const Options = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  region: z.string().min(1).default('us-east-1'),
  forcePathStyle: z.enum(['true', 'false']).optional(),
});
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * `s3://bucket/prefix?endpoint=http://127.0.0.1:9000&region=eu-west-1&forcePathStyle=true`. With an endpoint, path style
 * is the default.
 *
 * @throws INVALID_ARGUMENT for a bucket no server would take, an unknown option, and credentials in the url.
 */
export function parseBucketUrl(url: URL): BucketLocation {
  const refuse = (rule: string) => new DomainError('INVALID_ARGUMENT', `artifacts url s3://… ${rule}`);
  if (url.username !== '' || url.password !== '') {
    throw refuse('must not hold credentials: give them by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role');
  }
  const bucket = url.host;
  if (!BUCKET.test(bucket)) throw refuse(`must name a bucket of 3 to 63 letters, digits, '.' and '-', got '${bucket}'`);
  const options = Options.safeParse(Object.fromEntries(url.searchParams));
  if (!options.success) throw refuse(`has options that do not hold: ${z.prettifyError(options.error)}`);
  const { endpoint, region, forcePathStyle } = options.data;
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '');
  return {
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    region,
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: forcePathStyle === undefined ? endpoint !== undefined : forcePathStyle === 'true',
  };
}
