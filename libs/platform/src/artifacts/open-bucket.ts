import { DomainError } from '@bellwether/errors';
import { parseBucketUrl } from './bucket-url.js';
import { S3ArtifactStore } from './s3-artifact-store.js';

/** How long a connection may take, and how long a bucket may be silent, in milliseconds. */
const CONNECT_MS = 3_000;
const SILENCE_MS = 30_000;
/** Of requests that are safe to repeat, with the client's own jittered back-off between. */
const ATTEMPTS = 3;

/**
 * The artifacts of a bucket. The client is loaded here, so that an app with a folder does without it.
 *
 * @throws INVALID_ARGUMENT for a url that `parseBucketUrl` refuses; UNAVAILABLE when the client is not installed.
 */
export async function openBucket(
  url: URL,
  { maxBytes, clock }: { maxBytes: number; clock: () => Date },
): Promise<S3ArtifactStore> {
  const { bucket, prefix, ...location } = parseBucketUrl(url);
  const { S3, Upload } = await load();
  const client = new S3({
    ...location,
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: SILENCE_MS, throwOnRequestTimeout: true },
  });
  return new S3ArtifactStore({ client, upload: Upload, bucket, prefix, maxBytes, clock });
}

async function load() {
  try {
    const [{ S3 }, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
    return { S3, Upload };
  } catch (error) {
    const message =
      'an artifacts url of s3:// needs the packages @aws-sdk/client-s3 and @aws-sdk/lib-storage, which are not installed here';
    throw new DomainError('UNAVAILABLE', message, { cause: error });
  }
}
