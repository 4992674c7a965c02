import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { SecretBox } from './secret-box.js';

const newBox = () => SecretBox.of(randomBytes(32).toString('base64url'));

it('opens what it sealed, for whom it was sealed, and seals the same differently each time', () => {
  const box = newBox();
  const sealed = box.seal('geheim', 'a');
  expect(box.open(sealed, 'a')).toBe('geheim');
  expect(Buffer.from(sealed).includes('geheim')).toBe(false);
  expect(Buffer.from(box.seal('geheim', 'a'))).not.toEqual(Buffer.from(sealed));
});

it('opens nothing of another key or owner, and nothing that was altered', () => {
  const box = newBox();
  const sealed = Buffer.from(box.seal('geheim', 'a'));
  const altered = Buffer.from(sealed);
  altered[14]! ^= 1;
  const refused = expect.objectContaining({ code: 'FAILED_PRECONDITION' });
  expect(() => newBox().open(sealed, 'a')).toThrow(refused);
  expect(() => box.open(sealed, 'b')).toThrow(refused);
  expect(() => box.open(altered, 'a')).toThrow(refused);
  expect(() => box.open(sealed.subarray(0, 20), 'a')).toThrow(refused);
});

it.each(['', 'short', randomBytes(31).toString('base64'), randomBytes(33).toString('base64'), 'x y'.repeat(15)])(
  'takes no key that is not 32 bytes, and does not show it',
  (key) => {
    expect(() => SecretBox.of(key)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    if (key.length > 6) expect(() => SecretBox.of(key)).not.toThrow(new RegExp(key.slice(0, 6).replace(/\W/g, '.')));
  },
);
