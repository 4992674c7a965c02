import { expect, it } from '@jest/globals';
import { baseAddress } from './base-address.js';

it('keeps credentials out of the address, and sends them as HTTP does', () => {
  expect(baseAddress('http://me:p%40ss@there:8014/prefix/')).toEqual({
    base: 'http://there:8014/prefix',
    authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  });
});

it.each([
  ['http://there:8014//', undefined, { base: 'http://there:8014', authorization: undefined }],
  ['http://there', 'key', { base: 'http://there', authorization: 'Bearer key' }],
  ['http://me:secret@there', 'key', { base: 'http://there', authorization: 'Bearer key' }],
])('%s with the key %s', (url, key, address) => {
  expect(baseAddress(url, key)).toEqual(address);
});
