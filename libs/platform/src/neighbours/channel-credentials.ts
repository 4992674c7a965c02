import { readFileSync } from 'node:fs';
import { credentials, type ChannelCredentials } from '@grpc/grpc-js';
import { DomainError } from '@bellwether/errors';

/** Paths of PEM files. */
export interface ChannelFiles {
  /** Authority of the other apps; they are called plainly without it. */
  readonly caFile?: string | undefined;
  /** What this app shows to those that ask for a certificate, with its key. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/**
 * How the other apps are called over gRPC: over TLS where their authority is known.
 *
 * @throws INVALID_ARGUMENT for a file that cannot be read.
 */
export function channelCredentials({ caFile, certFile, keyFile }: ChannelFiles): ChannelCredentials {
  if (caFile === undefined) return credentials.createInsecure();
  const own = certFile !== undefined && keyFile !== undefined ? [read(keyFile), read(certFile)] : [null, null];
  return credentials.createSsl(read(caFile), ...(own as [Buffer | null, Buffer | null]));
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', `the certificate file ${path} cannot be read`, { cause });
  }
}
