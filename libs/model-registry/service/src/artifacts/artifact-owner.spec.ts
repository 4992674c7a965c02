import { expect, it } from '@jest/globals';
import { ownerOf } from './artifact-owner.js';

it.each([
  ['0/abc/artifacts', { kind: 'run', experimentId: '0', runId: 'abc' }],
  ['0/abc/artifacts/model/model.onnx', { kind: 'run', experimentId: '0', runId: 'abc' }],
  ['7/models/m-1/artifacts', { kind: 'logged-model', experimentId: '7', modelId: 'm-1' }],
  // A run may not be named so that its folder is taken for a logged model's, nor the other way round.
  ['7/models/artifacts', undefined],
  ['0', undefined],
  ['0/abc', undefined],
  ['0/abc/artifact', undefined],
  ['0/models/m-1', undefined],
  ['elsewhere/x/y', undefined],
])('tells whose %s is', (path, owner) => {
  expect(ownerOf(path)).toEqual(owner);
});
