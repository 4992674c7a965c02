import { describe, expect, it } from '@jest/globals';
import { artifactPathOf } from './raw-path.js';

const PREFIX = '/api/2.0/mlflow-artifacts/artifacts/';
const read = (path: string) => artifactPathOf(PREFIX + path, PREFIX);

describe('artifactPathOf', () => {
  it('decodes once and leaves the query out', () => {
    expect(read('0/abc/model/b%C3%A1o%20c%C3%A1o%23.txt?x=../..')).toBe('0/abc/model/báo cáo#.txt');
  });

  it.each([
    '../x',
    '%2e%2e/x',
    '%252e%252e%252fx',
    '/x',
    '%2fx',
    'a%5cb',
    'a%00',
    'a#b',
    'a#/../x',
    '%',
    '%ff',
    '',
    '?x',
  ])('refuses %j before anything is looked up', (path) => {
    expect(() => read(path)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('refuses a target that a router brought here from elsewhere', () => {
    expect(() => artifactPathOf('/api/2.0//mlflow-artifacts/artifacts/x', PREFIX)).toThrow(/must follow/);
  });
});
