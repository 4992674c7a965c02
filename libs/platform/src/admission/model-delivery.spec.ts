import { expect, it } from '@jest/globals';
import {
  endRollout,
  getModelInfo,
  getRollout,
  grpcPackage,
  mlflow,
  predictChurn,
  promoteModel,
  reportServing,
  rollbackModel,
  startRollout,
  updateRollout,
} from '@bellwether/contracts';
import { deliversModels, isModelDelivery } from './model-delivery.js';

const OPERATIONS = [promoteModel, rollbackModel, startRollout, updateRollout, endRollout, getRollout, reportServing];
const path = (pattern: string) => pattern.replace(/\{\w+\}|:\w+/g, 'churn_predictor');

it('knows the requests by which a model is taken into use', () => {
  const calls = [mlflow.getModelVersionByAlias, mlflow.getModelVersion, mlflow.getModelVersionDownloadUri];
  for (const { verb, path: tail } of calls) {
    expect(isModelDelivery(verb, `${mlflow.MLFLOW_PREFIX}/${tail}?name=churn_predictor`)).toBe(true);
  }
  for (const { verb, path: pattern, domain, service, method } of OPERATIONS) {
    expect(isModelDelivery(verb, path(pattern))).toBe(true);
    expect(deliversModels(`/${grpcPackage(domain)}.${service}/${method}`)).toBe(true);
  }
  expect(isModelDelivery('GET', '/api/2.0/mlflow-artifacts/artifacts?path=1/a')).toBe(true);
  expect(isModelDelivery('GET', '/api/2.0/mlflow-artifacts/artifacts/1/a/model.onnx')).toBe(true);
});

it('takes nothing else for one of them', () => {
  for (const { verb, path: pattern, domain, service, method } of [predictChurn, getModelInfo]) {
    expect(isModelDelivery(verb, path(pattern))).toBe(false);
    expect(deliversModels(`/${grpcPackage(domain)}.${service}/${method}`)).toBe(false);
  }
  for (const url of ['/api/2.0/mlflow-artifacts/artifacts/1/a', '/api/2.0/mlflow/model-versions/get']) {
    expect(isModelDelivery('PUT', url)).toBe(false);
  }
  expect(isModelDelivery('GET', '/x?y=/api/2.0/mlflow-artifacts/artifacts/')).toBe(false);
  expect(isModelDelivery('GET', '/api/2.0/mlflow/model-versions/get-all')).toBe(false);
});
