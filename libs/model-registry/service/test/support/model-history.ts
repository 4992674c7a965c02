/** One call and its answer, by a clock that all callers share. */
export interface Invocation {
  readonly from: number;
  readonly to: number;
  /** The version that the call made, or moved to Production with the others archived. */
  readonly version: number;
}

/** What a reader saw of a model at one moment between two. */
export interface Sight {
  readonly from: number;
  readonly to: number;
  /** Versions in Production. */
  readonly production: readonly number[];
}

/**
 * What is wrong with a record of creates: numbers must be those from 1 on, each once, and a create that began after
 * another had ended must have the greater number.
 */
export function faultsOfNumbering(creates: readonly Invocation[]): string[] {
  const numbers = creates.map(({ version }) => version).sort((a, b) => a - b);
  const gaps = numbers.flatMap((number, i) => (number === i + 1 ? [] : [`number ${number} at place ${i + 1}`]));
  return [...gaps, ...faultsOfOrder(creates, (first, second) => first.version < second.version)];
}

/**
 * What is wrong with a record of promotions, given the order in which the registry says they came to hold: it must be an
 * order in which the calls can have happened, and every reader must have seen one version at most, and one that was in
 * Production at some moment while it looked.
 *
 * @param order versions in the order of the registry's own history; each was promoted once.
 */
export function faultsOfPromotions(
  promotions: readonly Invocation[],
  order: readonly number[],
  sights: readonly Sight[],
): string[] {
  const place = new Map(order.map((version, i) => [version, i]));
  const missing = promotions.filter(({ version }) => !place.has(version));
  if (missing.length > 0 || order.length !== promotions.length) {
    return [`the history has ${order.length} of ${promotions.length} promotions`];
  }
  const placeOf = ({ version }: { version: number }) => place.get(version)!;
  return [
    ...faultsOfOrder(promotions, (first, second) => placeOf(first) < placeOf(second)),
    ...sights.flatMap((sight) => faultsOfSight(sight, promotions, placeOf)),
  ];
}

/** Whoever ended before another began must stand before it. */
function faultsOfOrder(
  calls: readonly Invocation[],
  before: (first: Invocation, second: Invocation) => boolean,
): string[] {
  return calls.flatMap((first) =>
    calls
      .filter((second) => first.to < second.from && !before(first, second))
      .map((second) => `${first.version} ended before ${second.version} began, and stands after it`),
  );
}

function faultsOfSight(
  { from, to, production }: Sight,
  promotions: readonly Invocation[],
  placeOf: (call: Invocation) => number,
): string[] {
  if (production.length > 1) return [`${production.join(' and ')} were in Production at once`];
  const seen = promotions.find(({ version }) => version === production[0]);
  // Nothing in Production is right as long as no promotion had ended.
  if (seen === undefined) return promotions.some((each) => each.to < from) ? ['nothing was in Production'] : [];
  if (seen.from > to) return [`${seen.version} was seen in Production before it was promoted`];
  const displaced = promotions.some((each) => each.to < from && placeOf(each) > placeOf(seen));
  return displaced ? [`${seen.version} was seen in Production after another had taken its place`] : [];
}
