import { posix, win32 } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safePath } from './safe-path.js';

const encode = (path: string) =>
  [...Buffer.from(path)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const REFUSED: readonly string[] = [
  ...['', '/', '.', '..', '...', '....', '. .', '.. ', ' ..', '\u3000..'],
  ...['../x', 'x/..', 'x/./y', 'x/../y', './x', 'x/', '/x', '//x', 'x//y', 'x/..../y', '....//x'],
  ...['..\\x', 'x\\y', '\\\\host\\share', 'C:/x', 'c:\\x', 'C:x', '~', '~root/x', '~/x', 'file:///etc/passwd'],
  ...['x\0y', 'x\ny', 'x\ry', 'x\u007fy', 'x\u0085y', 'x\u2028y', 'x\u202ey', '\ufeffx', 'x\ud800y'],
  ...['..;/x', '..;a=b/x', '..#/x', '..?/x', 'x/..;'],
  // Full-width forms that NFKC turns into the plain ones.
  ...['\uff0e\uff0e/x', 'x\uff0fy/..', '\u2025/x', '\u2024\u2024/x', 'x\uff3cy'],
  ...[
    '%2e%2e/x',
    '%2E%2E%2Fx',
    'x%2f..%2fy',
    'x%2fy',
    '%2fetc%2fpasswd',
    'x%5cy',
    'x%00',
    '%7e/x',
    '%63:%2fx',
    'x%0ay',
  ],
  ...['%252e%252e%252fx', '%25252e%25252e/x', 'x%252fy', 'x%25252525252fy', '%%32%65%%32%65/x', '%25%32%65%25%32%65/x'],
  // Overlong UTF-8 of '.' and '/', which a lax decoder takes for the real ones.
  ...['%c0%ae%c0%ae/x', '..%c0%afx', '%e0%80%ae%e0%80%ae/x', '%ff', '%uff0e/%c0%2e'],
  ...['x'.repeat(256), `${'x'.repeat(200)}/`.repeat(6), 'é'.repeat(128)],
];

const ACCEPTED: readonly string[] = [
  ...[
    'x',
    'model.onnx',
    '.hidden',
    'x/.hidden/y',
    '..x',
    'x..',
    'a.b/c.d',
    'MLmodel',
    'a b/c d',
    'Modèle',
    '模型/文件',
  ],
  ...['100%', '50%off', '%zz', 'a%20b', 'plot#1.png', 'a;b', 'a?b', 'run:1', 'a~b', 'é'.repeat(127), 'x'.repeat(255)],
];

/** Short enough to stay below the limits; a lone surrogate has no encoding. */
const isEncodable = (path: string) => path !== '' && path.length < 50 && !/\p{Surrogate}/u.test(path);

describe('safePath', () => {
  it.each(REFUSED.map((path) => [JSON.stringify(path).slice(0, 60), path]))('refuses %s', (_, path) => {
    expect(() => safePath(path)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it.each(ACCEPTED.map((path) => [JSON.stringify(path).slice(0, 60), path]))('accepts %s as it is', (_, path) => {
    expect(safePath(path)).toBe(path);
  });

  it('refuses every refused path however often it is encoded', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REFUSED.filter(isEncodable)), fc.nat(3), (path, rounds) => {
        let encoded = path;
        for (let round = 0; round < rounds; round += 1) encoded = encode(encoded);
        expect(() => safePath(encoded)).toThrow();
      }),
    );
  });

  it('accepts nothing that resolves outside the root, however it is decoded and on whichever system', () => {
    const token = fc.constantFrom(
      ...[
        '.',
        '..',
        '/',
        '\\',
        '%',
        '2',
        'e',
        'f',
        '5',
        'c',
        '%2e',
        '%2f',
        '%5c',
        '%25',
        '%00',
        '%c0%ae',
        ';',
        '#',
        ' ',
      ],
      ...['~', 'C:', 'x', 'yz', '\0', '\uff0e', '\u2025', '\uff0f', '\t', 'é', '\ud800'],
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const path = tokens.join('');
        try {
          safePath(path);
        } catch {
          return;
        }
        accepted += 1;
        for (let form = path, round = 0; round < 8; round += 1) {
          for (const seen of [form, form.normalize('NFKC')]) {
            expect(posix.resolve('/root/store', seen).startsWith('/root/store/')).toBe(true);
            expect(win32.resolve('D:\\root\\store', seen).startsWith('D:\\root\\store\\')).toBe(true);
          }
          // A decoder unlike the one under test: byte by byte, malformed escapes left alone.
          form = form.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
        }
      }),
      { numRuns: 20_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('neither accepts nor refuses by throwing anything but a DomainError', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (path) => {
        try {
          expect(safePath(path)).toBe(path);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
