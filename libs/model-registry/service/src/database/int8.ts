import type { ValueTransformer } from 'typeorm';

/** The driver hands 64-bit integers over as strings; ours are milliseconds, steps and counts, exact as doubles. */
export const int8: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
