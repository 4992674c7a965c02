import { textOfSeconds, type TrainingTable } from '@bellwether/feature-engineering';
import type { FittedModel } from './fit-booking-model.js';
import type { Hyperparameters } from './model-config.js';
import type { TimeSplit } from './time-split.js';

/** How the numbers of a model were measured, in words that stand beside them. */
export function trainingProtocol(
  table: TrainingTable,
  split: TimeSplit,
  model: FittedModel,
  hyperparameters: Hyperparameters,
  hasLandmarks: boolean,
): string {
  const cutoff = textOfSeconds(split.cutoff).slice(0, 10);
  return (
    `Source ${table.source}, fingerprint ${table.fingerprint.slice(0, 12)}. Trained on ${split.training.length} decisions ` +
    `whose outcome was known before ${cutoff} (known the day after arrival), measured on ${split.test.length} decisions ` +
    `made from ${cutoff} on, on bookings whose day of arrival is over; ${split.embargoed} in between belong to neither. Decisions at booking` +
    `${hasLandmarks ? ' and at one random moment before arrival' : ''}; copies of a booking removed. Positive: ` +
    `${table.view.target.words}. Features as of the decision, histories from bookings whose arrival had passed. ` +
    `Calibration (${model.calibrationChoice}) and conformal scores from ${model.validationRows} decisions of the last ` +
    `validation periods before ${cutoff}, each predicted by a model of what was known at its start. ` +
    `Seed ${hyperparameters.seed}.`
  );
}
