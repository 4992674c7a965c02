import { z } from 'zod';

/** Problem details of RFC 9457: the body of every HTTP answer that is not a success. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** The request's id, as in the logs. */
  instance: z.string().optional(),
  /** For bad input: the full dotted path of each field at fault. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.output<typeof Problem>;
