import type { HistoryState } from './history-entities.js';

type Outcomes = HistoryState<'property'>;

/** Before a property has any history: three bookings in ten are lost, worth a hundred bookings of evidence. */
const FIRST_LOST = 30;
const FIRST_BOOKINGS = 100;

/** How many bookings of evidence the property's rate is worth against an entity's own. */
const PRIOR_BOOKINGS = 20;

/** The share of a property's bookings that were lost, (lost + 30) / (bookings + 100). */
export function propertyLossRate(property: Outcomes | undefined): number {
  return ((property?.lost ?? 0) + FIRST_LOST) / ((property?.bookings ?? 0) + FIRST_BOOKINGS);
}

/**
 * The share of an entity's bookings that were lost, drawn towards its property's: (lost + k·r) / (bookings + k), k = 20.
 *
 * Rates and no counts become features: a count grows with the calendar, so a model reads the date from it and fails on
 * later ones (0.01 of AUC on the public hotel bookings).
 */
export function lossRate(entity: Outcomes | undefined, property: Outcomes | undefined): number {
  return (
    ((entity?.lost ?? 0) + PRIOR_BOOKINGS * propertyLossRate(property)) / ((entity?.bookings ?? 0) + PRIOR_BOOKINGS)
  );
}
