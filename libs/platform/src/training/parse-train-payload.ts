import { TrainPayload } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';

/** @throws INVALID_ARGUMENT naming the fields at fault. */
export function parseTrainPayload(payload: unknown): TrainPayload {
  const parsed = TrainPayload.safeParse(payload);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const detail = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `the training cannot be read: ${detail}`, { fields });
}
