import type { ListRetrainJobsResponse, RetrainJob } from '@bellwether/contracts';
import type { TrainingsOptions } from '../commands/trainings.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import { renderTable } from '../terminal/table.js';

const COLUMNS = ['job', 'model', 'status', 'ordered', 'outcome'].map((title) => ({ title }));

/** `bellwether trainings`. */
export async function listTrainings(
  session: Session,
  { status, limit }: TrainingsOptions,
  model: string | undefined,
): Promise<void> {
  const request = { limit, ...(status !== undefined && { status }), ...(model !== undefined && { model_name: model }) };
  const listed = await withStack(session, ({ api }) => api.listRetrainJobs(request));
  session.report.result(listed, asText);
}

function asText({ jobs }: ListRetrainJobsResponse): string {
  return jobs.length === 0 ? 'no trainings' : renderTable(COLUMNS, jobs.map(cellsOf));
}

function cellsOf(job: RetrainJob): string[] {
  return [job.job_id, job.model_name, job.status, job.created_at, outcomeOf(job)];
}

function outcomeOf({ status, progress, message, error, model_version, promoted, reproduction }: RetrainJob): string {
  if (error !== undefined) return error;
  if (reproduction !== undefined) {
    return `version ${reproduction.version} ${reproduction.identical ? 'reproduced' : 'came out different'}`;
  }
  if (model_version !== undefined) return `version ${model_version}${promoted ? ', in production' : ''}`;
  return status === 'running' ? `${Math.round(100 * progress)} %, ${message}` : message;
}
