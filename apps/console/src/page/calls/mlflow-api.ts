import { MlflowClient } from '@bellwether/mlflow-js-client';
import { baseUrl, TIMEOUT_MS } from './api.js';
import { apiKey } from './api-key.js';

/** Tries twice: who waits at a screen would rather be told. */
export const mlflowApi = new MlflowClient({ baseUrl, timeoutMs: TIMEOUT_MS, attempts: 2, headers: apiKey.headers });
