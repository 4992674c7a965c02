import { RolloutMode, type Challenger, type GetRolloutResponse, type Rollout } from '@bellwether/contracts';
import { UsageError } from '../command-error.js';
import type { ChangeRolloutOptions, StartRolloutOptions } from '../commands/rollout.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { renderTable } from '../terminal/table.js';

const TRAFFIC_COLUMNS = ['version', 'role', 'requests', 'errors', 'mean ms'].map((title) => ({ title }));
const CHANGE_COLUMNS = ['revision', 'at', 'what', 'shares', 'reason'].map((title) => ({ title }));

/** `bellwether rollout start`. */
export async function startRollout(
  session: Session,
  { maxErrorRate, maxLatencyRatio, maxLatencyMs, minRequests, alerts, reason, force }: StartRolloutOptions,
  { model, mode, shares }: { readonly model: string; readonly mode: string; readonly shares: readonly string[] },
): Promise<void> {
  if (force && reason === '') throw new UsageError('--force needs --reason: it is what the audit log will say');
  const known = RolloutMode.safeParse(mode);
  if (!known.success) throw new UsageError(`mode must be one of ${RolloutMode.options.join(', ')}, got '${mode}'`);
  const guard = {
    ...(maxErrorRate !== undefined && { max_error_rate: maxErrorRate }),
    ...(maxLatencyRatio !== undefined && { max_latency_ratio: maxLatencyRatio }),
    ...(maxLatencyMs !== undefined && { max_latency_ms: maxLatencyMs }),
    ...(minRequests !== undefined && { min_requests: minRequests }),
    on_alert: alerts,
  };
  const request = { model_name: model, mode: known.data, challengers: readShares(shares), guard, reason, force };
  const started = await withStack(session, ({ api }) => api.startRollout(request));
  session.report.result(started, rolloutText);
}

/** `bellwether rollout set`. */
export async function setRollout(
  session: Session,
  { reason, revision }: ChangeRolloutOptions,
  { model, shares }: { readonly model: string; readonly shares: readonly string[] },
): Promise<void> {
  const request = { model_name: model, challengers: readShares(shares), reason, ...expected(revision) };
  const changed = await withStack(session, ({ api }) => api.updateRollout(request));
  session.report.result(changed, rolloutText);
}

/** `bellwether rollout end`. */
export async function endRollout(
  session: Session,
  { reason, revision }: ChangeRolloutOptions,
  model: string,
): Promise<void> {
  const ended = await withStack(session, ({ api }) =>
    api.endRollout({ model_name: model, reason, ...expected(revision) }),
  );
  session.report.result(ended, rolloutText);
}

/** `bellwether rollout show`. */
export async function showRollout(session: Session, model: string): Promise<void> {
  const shown = await withStack(session, ({ api }) => api.getRollout({ model_name: model }));
  session.report.result(shown, shownText);
}

const expected = (revision: number | undefined) => (revision === undefined ? {} : { expected_revision: revision });

/** @throws UsageError for what is no VERSION=SHARE. */
export function readShares(texts: readonly string[]): Challenger[] {
  return texts.map((text) => {
    const [, version, number, percent] = /^(\d{1,10})=(\d{1,3}(?:\.\d+)?|\.\d+)(%?)$/.exec(text) ?? [];
    // Rounded, or 7 % would be 0.07000000000000001.
    const share = percent === '%' ? Number((Number(number) / 100).toFixed(12)) : Number(number);
    if (version !== undefined && share <= 1) return { version, share };
    throw new UsageError(`shares must be VERSION=SHARE with a share in 0–1 or 0%–100%, as 4=0.1, got '${text}'`);
  });
}

export function rolloutText({ model_name, mode, status, revision, challengers, reason }: Rollout): string {
  const because = reason === '' ? '' : `: ${reason}`;
  return `${model_name}: ${mode} ${status}, revision ${revision}, ${sharesText(challengers)}${because}`;
}

export function shownText({ model_name, rollout, traffic, changes }: GetRolloutResponse): string {
  if (rollout === undefined) return `${model_name}: there never was a rollout`;
  const figures = traffic.map(({ version, role, requests, errors, latency_ms_mean }) => [
    ...[version, role, String(requests), String(errors)],
    latency_ms_mean === undefined ? '' : latency_ms_mean.toFixed(2),
  ]);
  const history = changes.map((change) => [
    ...[String(change.revision), change.changed_at.slice(0, 19), change.action],
    ...[sharesText(change.challengers), change.reason],
  ]);
  const tables = [figures.length === 0 ? 'no traffic yet' : renderTable(TRAFFIC_COLUMNS, figures)];
  return [rolloutText(rollout), ...tables, renderTable(CHANGE_COLUMNS, history)].join('\n\n');
}

function sharesText(challengers: Rollout['challengers']): string {
  return challengers
    .map(({ version, share, stopped }) => `version ${version} ${stopped === undefined ? share : 'stopped'}`)
    .join(', ');
}
