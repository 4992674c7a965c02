import {
  getJob,
  getModelInfo,
  getMonitorHistory,
  httpClientOf,
  listAlerts,
  listJobs,
  listModels,
  listMonitors,
  listPromotions,
  listSchedules,
  promoteModel,
  rollbackModel,
} from '@bellwether/contracts';
import { apiKey } from './api-key.js';

/** Where the page was loaded from answers the API too, below the same path where a gateway has one. */
export const baseUrl = new URL('.', window.location.href.split('#', 1)[0]).href;

export const TIMEOUT_MS = 20_000;

/** What the page calls, and nothing else: operations that are not named here are not loaded. */
export const api = httpClientOf(
  {
    listModels,
    getModelInfo,
    listPromotions,
    promoteModel,
    rollbackModel,
    listJobs,
    getJob,
    listSchedules,
    listMonitors,
    getMonitorHistory,
    listAlerts,
  },
  // A service may already know a field that this page does not.
  { baseUrl, timeoutMs: TIMEOUT_MS, validate: false, headers: apiKey.headers },
);
