import type { ScheduleView } from '@bellwether/contracts';
import type { PutScheduleOptions } from '../commands/schedules.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { renderTable } from '../terminal/table.js';

const COLUMNS = ['name', 'kind', 'cron', 'zone', 'next', 'last job'].map((title) => ({ title }));

/** `bellwether schedules list`. */
export async function listSchedules(session: Session): Promise<void> {
  const listed = await withStack(session, ({ api }) => api.listSchedules({}));
  session.report.result(listed, ({ schedules }) =>
    schedules.length === 0 ? 'no schedules' : renderTable(COLUMNS, schedules.map(cellsOf)),
  );
}

/** `bellwether schedules put`. */
export async function putSchedule(
  session: Session,
  { cron, payload = {}, timeZone, paused }: PutScheduleOptions,
  name: string,
  kind: string,
): Promise<void> {
  const payload_json = JSON.stringify(payload);
  const request = { name, kind, payload_json, cron, time_zone: timeZone, paused: paused ?? false };
  const put = await withStack(session, ({ api }) => api.putSchedule(request));
  session.report.result(
    put,
    ({ next_at }) => `${name}: ${next_at === undefined ? 'paused' : `next job at ${next_at}`}`,
  );
}

/** `bellwether schedules remove`. */
export async function removeSchedule(session: Session, name: string): Promise<void> {
  const removed = await withStack(session, ({ api }) => api.deleteSchedule({ name }));
  session.report.result(removed, () => `${name} is removed`);
}

function cellsOf({ name, kind, cron, time_zone, next_at, last_status }: ScheduleView): string[] {
  return [name, kind, cron, time_zone, next_at ?? 'paused', last_status ?? ''];
}
