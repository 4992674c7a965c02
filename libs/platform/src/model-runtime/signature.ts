import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DomainError } from '@bellwether/errors';

/** Tag of a model version: the signature of its bundle, `ed25519:<id of the key>:<base64>`. */
export const SIGNATURE_TAG = 'bellwether.signature';

const SIGNATURE = /^ed25519:([0-9a-f]{16}):([A-Za-z0-9+/]{86}==)$/;
const PEM_BLOCK = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

/**
 * Signs a bundle by its manifest's digest, which accounts for every other byte. The name belongs to what is signed: a
 * bundle that was approved as one model must not serve as another.
 *
 * @param privateKey Ed25519, PKCS#8 in PEM.
 * @returns the value of the tag.
 * @throws INVALID_ARGUMENT for a key of another kind.
 */
export function signBundle(privateKey: string, modelName: string, manifestDigest: string): string {
  const key = ed25519(() => createPrivateKey(privateKey), 'the signing key');
  const signature = sign(null, signedBytes(modelName, manifestDigest), key);
  return `ed25519:${keyId(createPublicKey(key))}:${signature.toString('base64')}`;
}

/** The keys whose signatures count. */
export class TrustedKeys {
  private readonly keys: ReadonlyMap<string, KeyObject>;

  /**
   * @param pem Ed25519 public keys, one after the other.
   * @throws INVALID_ARGUMENT for none, or one of another kind.
   */
  constructor(pem: string) {
    const blocks = pem.match(PEM_BLOCK) ?? [];
    if (blocks.length === 0)
      throw new DomainError('INVALID_ARGUMENT', 'trusted keys must be public keys in PEM, got none');
    const keys = blocks.map((block) => ed25519(() => createPublicKey(block), 'a trusted key'));
    this.keys = new Map(keys.map((key) => [keyId(key), key]));
  }

  /**
   * Checks that one of the keys has signed a bundle for a model.
   *
   * @throws FAILED_PRECONDITION saying what is wrong with the signature, or that there is none.
   */
  check(modelName: string, manifestDigest: string | undefined, signature: string | undefined): void {
    const refused = (why: string) => new DomainError('FAILED_PRECONDITION', `the bundle of ${modelName} ${why}`);
    if (manifestDigest === undefined) throw refused('tells no digest that could be signed');
    if (signature === undefined) throw refused('is not signed');
    const [, id = '', value = ''] = SIGNATURE.exec(signature) ?? [];
    if (id === '') throw refused('has a signature that is none');
    const key = this.keys.get(id);
    if (key === undefined) throw refused(`is signed by the key ${id}, which is not trusted here`);
    if (!verify(null, signedBytes(modelName, manifestDigest), key, Buffer.from(value, 'base64'))) {
      throw refused(`is not what the key ${id} has signed`);
    }
  }
}

/**
 * The keys in a file; undefined where there is no file, and signatures are not asked for.
 *
 * @throws INVALID_ARGUMENT when it cannot be read or is no file of keys: a policy that is not there must not pass for none.
 */
export function readTrustedKeys(path: string | undefined): TrustedKeys | undefined {
  if (path === undefined) return undefined;
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DomainError('INVALID_ARGUMENT', `the public keys in ${path} cannot be read`, { cause });
  }
  return new TrustedKeys(pem);
}

/** How a key is named: the first 64 bits of the SHA-256 of its DER form. */
function keyId(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

function signedBytes(modelName: string, manifestDigest: string): Buffer {
  return Buffer.from(`bellwether-bundle-signature/1\n${modelName}\n${manifestDigest}\n`, 'utf8');
}

function ed25519(read: () => KeyObject, what: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    // The parser's own message may quote the key.
    throw new DomainError('INVALID_ARGUMENT', `${what} must be an Ed25519 key in PEM`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new DomainError('INVALID_ARGUMENT', `${what} must be an Ed25519 key, got ${key.asymmetricKeyType}`);
}
