import { mlflow, type GetMonitorHistoryResponse, type ListAlertsResponse } from '@bellwether/contracts';

/** What the console is shown: written through the API, as a client of MLflow would. */
export interface ConsoleData {
  readonly experiment: string;
  /** Two runs whose loss was logged over 40 steps. */
  readonly runs: readonly string[];
}

export const MODEL = 'room_price';

const STEPS = 40;

/** One model with two versions that were in production one after the other, and the runs behind them. */
export async function writeConsoleData(url: string, apiKey: string): Promise<ConsoleData> {
  const post = async (call: mlflow.MlflowCall, body: object): Promise<Record<string, never>> => {
    const response = await fetch(`${url}${mlflow.MLFLOW_PREFIX}/${call.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${call.path}: ${await response.text()}`);
    return (await response.json()) as Record<string, never>;
  };
  const { experiment_id } = await post(mlflow.createExperiment, { name: 'price elasticity' });
  await post(mlflow.createRegisteredModel, { name: MODEL });
  const runs: string[] = [];
  for (const [i, rate] of [0.05, 0.1].entries()) {
    const start_time = Date.now() - 90_000;
    const created = mlflow.createRun.response.parse(
      await post(mlflow.createRun, { experiment_id, run_name: `rate ${rate}`, start_time }),
    );
    const { run_id, artifact_uri } = created.run.info;
    runs.push(run_id);
    await post(mlflow.logBatch, { run_id, ...logged(rate, start_time) });
    await post(mlflow.updateRun, { run_id, status: 'FINISHED', end_time: Date.now() });
    await post(mlflow.createModelVersion, { name: MODEL, source: `${artifact_uri}/model`, run_id });
    await post(mlflow.setRegisteredModelAlias, { name: MODEL, alias: 'champion', version: String(i + 1) });
  }
  return { experiment: experiment_id as unknown as string, runs };
}

function logged(rate: number, start: number) {
  const metrics = Array.from({ length: STEPS }, (_, step) => ({
    key: 'loss',
    value: 0.2 + Math.exp(-step * rate),
    timestamp: start + step * 1_000,
    step,
  }));
  return {
    metrics: [...metrics, { key: 'auc', value: 0.7 + rate, timestamp: start, step: 0 }],
    params: [
      { key: 'learning_rate', value: String(rate) },
      { key: 'optimizer', value: 'adam' },
    ],
  };
}

const finding = { subject: 'total_amount', measure: 'wasserstein', value: 3.4, threshold: 1, p_value: 0.0004 };

/** What a monitor would answer after weeks, which no test waits for. */
export const LOOKS: GetMonitorHistoryResponse = {
  monitor_id: 'churn-feature-drift',
  runs: Array.from({ length: 14 }, (_, i) => ({
    ran_at: new Date(Date.UTC(2026, 2, 20 - i)).toISOString(),
    window_from: new Date(Date.UTC(2026, 2, 13 - i)).toISOString(),
    window_to: new Date(Date.UTC(2026, 2, 20 - i)).toISOString(),
    status: i === 0 ? ('alert' as const) : ('ok' as const),
    value: i === 0 ? 3.4 : 0.4 + 0.05 * Math.sin(i),
    threshold: 1,
    rows: 1_200 + i,
    summary: i === 0 ? 'total_amount is told otherwise than it was trained on' : 'as it was trained on',
    findings: i === 0 ? [{ ...finding, status: 'alert' as const }] : [],
  })),
};

export const ALERTS: ListAlertsResponse = {
  alerts: [
    {
      alert_id: 'alert-1',
      monitor_id: 'churn-feature-drift',
      model: 'churn_predictor',
      kind: 'feature_drift',
      raised_at: '2026-03-20T00:00:00.000Z',
      summary: 'total_amount is told otherwise than it was trained on',
      findings: [{ ...finding, status: 'alert' }],
      retrain: true,
    },
  ],
};
