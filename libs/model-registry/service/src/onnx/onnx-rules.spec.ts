import { expect, it } from '@jest/globals';
import type { OnnxSummary } from '@bellwether/model-kernel/onnx';
import { checkOnnxRules } from './onnx-rules.js';

const value = (name: string) => ({ name, kind: 'tensor' as const, dtype: 'float32', shape: [1] });
const sound: OnnxSummary = {
  inputs: [value('x')],
  outputs: [value('y')],
  opsets: { '': 17, 'ai.onnx.ml': 3 },
  irVersion: 8,
  producer: '',
  metadata: {},
  nodeCount: 3,
  operatorDomains: ['', 'ai.onnx.ml'],
  hasExternalData: false,
};

it('lets a model of ONNX and its classical operators pass', () => {
  expect(() => checkOnnxRules(sound)).not.toThrow();
  expect(() =>
    checkOnnxRules({ ...sound, opsets: { 'ai.onnx.ml': 3 }, operatorDomains: ['ai.onnx.ml'] }),
  ).not.toThrow();
});

it.each<[string, Partial<OnnxSummary>, string]>([
  ['operators of others', { operatorDomains: ['', 'com.evil', 'com.microsoft'] }, 'some of com.evil, com.microsoft'],
  ['an operator set from before', { opsets: { '': 6 } }, 'must be at least 7, it is 6'],
  ['an operator set from before, in its other spelling', { opsets: { 'ai.onnx': 1 } }, 'must be at least 7, it is 1'],
  ['too many operators', { nodeCount: 100_001 }, 'at most 100000 operators, it has 100001'],
  ['too many inputs', { inputs: Array.from({ length: 257 }, (_, i) => value(String(i))) }, 'at most 256 inputs'],
  ['too many outputs', { outputs: Array.from({ length: 257 }, (_, i) => value(String(i))) }, 'at most 256 outputs'],
])('refuses %s', (_, change, message) => {
  const refused = { code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) };
  expect(() => checkOnnxRules({ ...sound, ...change })).toThrow(expect.objectContaining(refused));
});
