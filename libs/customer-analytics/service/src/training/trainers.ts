import type { Trainer } from '@bellwether/platform/training';
import { trainBookings } from './train-task.js';

/** The trainers of this domain by the name that `models/<name>/model.json` has for them. */
export const trainers: Readonly<Record<'booking_risk', Trainer>> = { booking_risk: trainBookings };
