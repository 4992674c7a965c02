import { z } from 'zod';
import { DomainError } from '@bellwether/errors';

/** Which predictions a rule is about, and the share of them that is logged. */
const SamplingRule = z.strictObject({
  model: z.string().min(1).optional(),
  request: z.enum(['single', 'batch', 'list']).optional(),
  /** Inclusive bounds of the score. */
  min_score: z.number().optional(),
  max_score: z.number().optional(),
  share: z.number().min(0).max(1),
});
const SamplingRules = z.array(SamplingRule).max(100);
export type SamplingRules = z.output<typeof SamplingRules>;

/** What a rule looks at. */
export interface Sampled {
  readonly score: number;
  readonly request: 'single' | 'batch' | 'list';
}

/** @param text a JSON list of rules; '' for none. @throws INVALID_ARGUMENT naming the field at fault. */
export function parseSamplingRules(text: string): SamplingRules {
  let json: unknown;
  try {
    json = text === '' ? [] : JSON.parse(text);
  } catch (error) {
    throw new DomainError('INVALID_ARGUMENT', `sampling rules must be JSON: ${String(error)}`);
  }
  const parsed = SamplingRules.safeParse(json);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new DomainError('INVALID_ARGUMENT', `sampling rules: ${list}`, { fields });
}

/** The share of the first rule that matches; all are logged that none speaks of. */
export function sampledShare(rules: SamplingRules, model: string, { score, request }: Sampled): number {
  const rule = rules.find(
    (one) =>
      (one.model ?? model) === model &&
      (one.request ?? request) === request &&
      score >= (one.min_score ?? -Infinity) &&
      score <= (one.max_score ?? Infinity),
  );
  return rule?.share ?? 1;
}

/** Whether a prediction is in a share: by its id alone, so that whoever asks again decides the same. */
export function isSampled(predictionId: string, share: number): boolean {
  return share >= 1 || fnv1a(predictionId) < share * 2 ** 32;
}

/** The 32-bit hash of Fowler, Noll and Vo, 1a, with a last mixing: its upper bits differ little among like texts. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
