import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Lower-case letters and digits without those that are read for each other. */
const ID_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const ID_LENGTH = 12;
const SECRET_BYTES = 32;
const KEY = /^bw_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

export interface ApiKey {
  readonly id: string;
  /** 256 random bits in base64url. */
  readonly secret: string;
}

/** A new key, by the operating system's randomness. */
export function newApiKey(): ApiKey {
  const id = Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]!).join('');
  return { id, secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

/** The form that callers send and that scanners for leaked secrets can look for. */
export const writeApiKey = ({ id, secret }: ApiKey): string => `bw_${id}_${secret}`;

export const looksLikeApiKey = (text: string): boolean => text.startsWith('bw_');

export function readApiKey(text: string): ApiKey | undefined {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** SHA-256: no guess finds 256 random bits, so that a slow hash would cost each request and protect nothing. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
