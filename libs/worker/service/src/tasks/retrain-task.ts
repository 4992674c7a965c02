import { createHttpClient, retrainModel, type RetrainModelRequest } from '@bellwether/contracts';
import { outgoing, type JobContext } from '@bellwether/platform/jobs';

/** For the order alone: the training is a job of its own. */
const ORDER_TIMEOUT_MS = 30_000;

/**
 * Orders a training of the registry, as a caller would, and does not wait for it: it would hold the place that the
 * training needs. A crash in between may order a second one; the gate keeps the better version either way.
 */
export async function retrainTask(payload: RetrainModelRequest, context: JobContext): Promise<object> {
  const { registryUrl } = context.settings;
  const registry = createHttpClient({
    ...{ baseUrl: registryUrl!, operations: { retrainModel }, timeoutMs: ORDER_TIMEOUT_MS },
    ...outgoing(context),
  });
  const { job_id, model_name } = await registry.retrainModel({ ...payload, async: true });
  context.progress(1, `training ${job_id} of ${model_name} is ordered`);
  return {};
}
