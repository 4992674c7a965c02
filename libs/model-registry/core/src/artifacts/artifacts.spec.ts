import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '@bellwether/errors';
import { checkArtifactPath, decodeArtifactPath, joinArtifactPath } from './artifact-path.js';
import { parseArtifactSource } from './artifact-uri.js';

/** Ways out of a folder that worked against MLflow and others, by CVE class: plain, encoded once, twice, mixed. */
const ESCAPES = [
  '../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e/etc/passwd',
  '%2e%2e%2fetc%2fpasswd',
  '%252e%252e%252fetc',
  '%25252e%25252e/etc',
  'a/../../etc',
  'a/./b',
  '/etc/passwd',
  '%2fetc%2fpasswd',
  '//etc/passwd',
  '....//....//etc',
  '..%5c..%5cetc',
  '..%255c..%255cetc',
  'a%00.png',
  'a#/../../etc',
  'a?/../../etc',
  'c:%5cwindows',
  'C:/windows',
  'a/',
  '',
  '.',
  '..',
  '%',
  '%zz',
  '%c0%ae%c0%ae/',
  'a%0d%0ab',
];

describe('decodeArtifactPath', () => {
  it.each(ESCAPES)('refuses %j', (path) => {
    expect(() => decodeArtifactPath(path)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('decodes plain names of any language', () => {
    expect(decodeArtifactPath('0/abc/artifacts/model/MLmodel')).toBe('0/abc/artifacts/model/MLmodel');
    expect(decodeArtifactPath('b%C3%A1o%20c%C3%A1o.txt')).toBe('báo cáo.txt');
    expect(decodeArtifactPath('a;b')).toBe('a;b');
  });

  it('gives segments that are plain names, or refuses, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          const segments = decodeArtifactPath(text).split('/');
          expect(segments.some((segment) => ['', '.', '..'].includes(segment) || segment.includes('\\'))).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('bounds the length of a path and of a name', () => {
    checkArtifactPath(Array(64).fill('a'.repeat(15)).join('/'));
    expect(() => checkArtifactPath('a/'.repeat(600) + 'a')).toThrow(/at most 1024/);
    expect(() => checkArtifactPath('a'.repeat(256))).toThrow(/at most 255/);
  });

  it('joins what may be empty', () => {
    expect([joinArtifactPath('', 'a'), joinArtifactPath('a', ''), joinArtifactPath('a', 'b/c')]).toEqual([
      'a',
      'a',
      'a/b/c',
    ]);
  });
});

describe('parseArtifactSource', () => {
  it('reads the schemes that lead into the store', () => {
    expect(parseArtifactSource('runs:/abc123/model')).toEqual({ kind: 'run', runId: 'abc123', path: 'model' });
    expect(parseArtifactSource('runs:/abc123')).toEqual({ kind: 'run', runId: 'abc123', path: '' });
    expect(parseArtifactSource('mlflow-artifacts:/0/abc/artifacts/model/')).toEqual({
      kind: 'store',
      path: '0/abc/artifacts/model',
    });
    expect(parseArtifactSource('models:/churn/3')).toEqual({ kind: 'version', name: 'churn', version: 3 });
    expect(parseArtifactSource('models:/churn@champion')).toEqual({ kind: 'alias', name: 'churn', alias: 'champion' });
  });

  it.each([
    'file:///etc/passwd',
    '/etc/passwd',
    'etc/passwd',
    './x',
    '',
    'http://169.254.169.254/latest',
    's3://bucket/x',
    'mlflow-artifacts://evil.example/x',
    'mlflow-artifacts:/../../etc',
    'mlflow-artifacts:/a/%2e%2e/b',
    'mlflow-artifacts:',
    'runs:/abc/../../x',
    'runs://abc/model',
    'runs:/',
    'models:/a/b/c',
    'models:/a/x',
    'models:/@champion',
    'models:/a',
    'RUNS:/abc/model',
  ])('refuses %j (CVE-2023-1177, CVE-2026-2614)', (source) => {
    expect(() => parseArtifactSource(source)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
