import { z } from 'zod';

/** The body of every failed call. */
export const MlflowError = z.object({ error_code: z.string(), message: z.string().default('') });
export type MlflowError = z.output<typeof MlflowError>;
