import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { href, matchPath, parseHash } from './route.js';

describe('an address', () => {
  it('is read back as it was written, whatever stands in it', () => {
    const segment = fc.string({ minLength: 1, unit: 'binary' });
    const query = fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(fc.array(segment), query, (path, parameters) => {
        expect(parseHash(href(path, parameters))).toEqual({ path, query: parameters });
      }),
    );
  });

  it('leaves out parameters without a value', () => {
    expect(href(['models'], { sort: undefined, filter: '' })).toBe('#/models');
  });

  it('is the first page where there is none, and takes as it stands what cannot be decoded', () => {
    expect(parseHash('')).toEqual({ path: [], query: {} });
    expect(parseHash('#/models/100%').path).toEqual(['models', '100%']);
  });
});

describe('a pattern', () => {
  it('takes paths of its length, by its texts, and names its parameters', () => {
    expect(matchPath('models/:name', ['models', 'a/b'])).toEqual({ name: 'a/b' });
    expect(matchPath('models/:name', ['models'])).toBeUndefined();
    expect(matchPath('models/:name', ['jobs', 'a'])).toBeUndefined();
  });
});
