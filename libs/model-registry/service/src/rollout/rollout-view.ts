import type { GetRolloutResponse, Rollout, RolloutChallenger } from '@bellwether/contracts';
import { meanLatencyMs, type Traffic } from '@bellwether/model-registry-core';
import type { RolloutChangeEntity, RolloutEntity, StoredChallenger } from '../database/rollout.entity.js';

export function rolloutView(rollout: RolloutEntity): Rollout {
  const { rollout_id, name, mode, revision, challengers, guard, reason, started_at, changed_at, ended_at } = rollout;
  return {
    ...{ rollout_id, model_name: name, mode, revision, guard, reason },
    status: ended_at === null ? 'running' : 'ended',
    challengers: challengers.map(challengerView),
    started_at: new Date(started_at).toISOString(),
    changed_at: new Date(changed_at).toISOString(),
    ...(ended_at !== null && { ended_at: new Date(ended_at).toISOString() }),
  };
}

export function changeView(change: RolloutChangeEntity): GetRolloutResponse['changes'][number] {
  const { revision, action, challengers, reason, changed_at } = change;
  return {
    ...{ revision, action, reason },
    challengers: challengers.map(challengerView),
    changed_at: new Date(changed_at).toISOString(),
  };
}

export function trafficView(
  rollout: RolloutEntity,
  totals: ReadonlyMap<number, Traffic>,
): GetRolloutResponse['traffic'] {
  const challengers = new Set(rollout.challengers.map(({ version }) => version));
  return [...totals]
    .sort(([a], [b]) => a - b)
    .map(([version, traffic]) => {
      const mean = meanLatencyMs(traffic);
      return {
        version: String(version),
        role: challengers.has(version) ? 'challenger' : 'champion',
        requests: traffic.requests,
        errors: traffic.errors,
        ...(mean !== undefined && { latency_ms_mean: mean }),
      };
    });
}

const challengerView = ({ version, ...rest }: StoredChallenger): RolloutChallenger => ({
  version: String(version),
  ...rest,
});
