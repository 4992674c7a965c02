import { z } from 'zod';

/** Identifier of a guest, booking, model …: 1–128 characters, none of them a control character. */
export const Identifier = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

/** Probability, rate, share or score in [0, 1]. */
export const Probability = z.number().min(0).max(1);

/** Calendar day `YYYY-MM-DD` in the property's own time zone. */
export const IsoDate = z.iso.date();

/** Instant, ISO 8601 UTC. */
export const Instant = z.iso.datetime();

/** Money in the major unit of the currency named beside it. */
export const Money = z.number();
