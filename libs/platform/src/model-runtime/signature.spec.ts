import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signBundle, TrustedKeys } from './signature.js';

const newPair = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const ours = newPair();
const others = newPair();
const DIGEST = 'a'.repeat(64);
const signature = signBundle(ours.privateKey, 'churn', DIGEST);

describe('the signature of a bundle', () => {
  it('is taken from any of the trusted keys, for the model and the bytes that were signed', () => {
    const trusted = new TrustedKeys(`${others.publicKey}\n${ours.publicKey}`);
    expect(() => trusted.check('churn', DIGEST, signature)).not.toThrow();
  });

  it.each([
    ['of another model', 'pricing', DIGEST, signature, /is not what the key/],
    ['of other bytes', 'churn', 'b'.repeat(64), signature, /is not what the key/],
    [
      'by a key that is not trusted',
      'churn',
      DIGEST,
      signBundle(others.privateKey, 'churn', DIGEST),
      /not trusted here/,
    ],
    ['that is none', 'churn', DIGEST, 'ed25519:abc', /has a signature that is none/],
    ['that is missing', 'churn', DIGEST, undefined, /is not signed/],
    ['of a bundle without a digest', 'churn', undefined, signature, /no digest/],
  ])('%s is refused', (_, model, digest, given, message) => {
    const trusted = new TrustedKeys(ours.publicKey);
    expect(() => trusted.check(model, digest, given)).toThrow(
      expect.objectContaining({ code: 'FAILED_PRECONDITION', message: expect.stringMatching(message) }),
    );
  });

  it('needs an Ed25519 key, and does not show what it got', () => {
    const rsa = generateKeyPairSync('rsa', {
      modulusLength: 2_048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    expect(() => signBundle(rsa.privateKey, 'churn', DIGEST)).toThrow(/must be an Ed25519 key, got rsa/);
    expect(() => signBundle('secret', 'churn', DIGEST)).toThrow(/^the signing key must be an Ed25519 key in PEM$/);
    expect(() => new TrustedKeys(rsa.publicKey)).toThrow(/got rsa/);
    expect(() => new TrustedKeys('')).toThrow(/got none/);
  });
});
