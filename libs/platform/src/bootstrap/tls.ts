import { readFileSync } from 'node:fs';
import { DomainError } from '@bellwether/errors';
import { ServerCredentials } from '@grpc/grpc-js';
import type { BaseConfig } from '../config/index.js';

/** What an app shows of itself to those who connect, in PEM; read once, at start. */
export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** The authority whose clients are let in over gRPC, and no others; anybody where undefined. */
  readonly clientCa: Buffer | undefined;
}

/**
 * The certificate of an app; undefined where it is to speak plainly.
 *
 * @throws INVALID_ARGUMENT for half a configuration, or a file that cannot be read.
 */
export function tlsOf(config: BaseConfig): Tls | undefined {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: clientCa } = config;
  if (cert === undefined && key === undefined && clientCa === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      'TLS_CERT_FILE and TLS_KEY_FILE must be set together, TLS_CLIENT_CA_FILE only with them',
    );
  }
  return {
    cert: read('TLS_CERT_FILE', cert),
    key: read('TLS_KEY_FILE', key),
    clientCa: clientCa === undefined ? undefined : read('TLS_CLIENT_CA_FILE', clientCa),
  };
}

export function grpcCredentials(tls: Tls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { cert_chain: tls.cert, private_key: tls.key };
  return ServerCredentials.createSsl(tls.clientCa ?? null, [pair], tls.clientCa !== undefined);
}

function read(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', `${name} ${path} cannot be read`, { cause });
  }
}
