import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DomainError } from '@bellwether/errors';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals secrets for the database: whoever reads the table without the key learns nothing, and a secret that is moved to
 * another row does not open there.
 */
export class SecretBox {
  private constructor(private readonly key: Uint8Array) {}

  /** @param text 32 bytes as base64, of either alphabet. @throws INVALID_ARGUMENT, without showing the key. */
  static of(text: string): SecretBox {
    const key = Buffer.from(text, 'base64');
    if (!/^[\w+/-]{43}=?$/.test(text) || key.byteLength !== KEY_BYTES) {
      throw new DomainError('INVALID_ARGUMENT', `the key for webhook secrets must be ${KEY_BYTES} bytes in base64`);
    }
    return new SecretBox(key);
  }

  /** @param owner what the secret belongs to; opening it needs the same. */
  seal(secret: string, owner: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, nonce).setAAD(Buffer.from(owner));
    return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws FAILED_PRECONDITION for what was sealed under another key or for another owner. */
  open(sealed: Uint8Array, owner: string): string {
    const bytes = Buffer.from(sealed);
    try {
      const decipher = createDecipheriv(ALGORITHM, this.key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new DomainError('FAILED_PRECONDITION', 'the secret was sealed under another key', { cause });
    }
  }
}
