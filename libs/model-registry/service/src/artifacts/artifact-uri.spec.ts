import { describe, expect, it } from '@jest/globals';
import { parseArtifactSource } from './artifact-uri.js';

describe('parseArtifactSource', () => {
  it('reads the schemes that lead into the store', () => {
    expect(parseArtifactSource('runs:/abc123/model')).toEqual({ kind: 'run', runId: 'abc123', path: 'model' });
    expect(parseArtifactSource('runs:/abc123')).toEqual({ kind: 'run', runId: 'abc123', path: '' });
    expect(parseArtifactSource('mlflow-artifacts:/0/abc/artifacts/model/')).toEqual({
      kind: 'store',
      path: '0/abc/artifacts/model',
    });
    expect(parseArtifactSource('models:/churn/3')).toEqual({ kind: 'version', name: 'churn', version: 3 });
    const modelId = `m-${'0af9'.repeat(8)}`;
    expect(parseArtifactSource(`models:/${modelId}`)).toEqual({ kind: 'logged-model', modelId });
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
    'models:/m-123',
    `models:/m-${'0'.repeat(32)}/../x`,
    'RUNS:/abc/model',
  ])('refuses %j (CVE-2023-1177, CVE-2026-2614)', (source) => {
    expect(() => parseArtifactSource(source)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
