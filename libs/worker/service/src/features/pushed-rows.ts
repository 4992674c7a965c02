import { DomainError, type FieldProblem } from '@bellwether/errors';
import type { PushedFeatures } from '@bellwether/contracts';
import { entityKey, type Entity, type PushedRow, type StoredView } from '@bellwether/feature-engineering';

/** How far the clock of whoever pushes may be ahead, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;
/** How many faults one answer lists. */
const MOST_FIELDS = 20;

/**
 * Rows as they are kept.
 *
 * @param now in milliseconds since 1970.
 * @throws INVALID_ARGUMENT with the path of each feature that the view does not have or that is of another type, of a key
 *   that is missing or malformed, of an instant to come, and of a row that stands there twice.
 */
export function pushedRows(view: StoredView, rows: readonly PushedFeatures[], now: number): PushedRow[] {
  const fields = rows.flatMap((row, i) => rowFaults(view, row, `rows.${i}`, now)).slice(0, MOST_FIELDS);
  if (fields.length > 0) throw refused(fields);
  const kept = rows.map(({ entity, event_timestamp, numbers, texts }, i) => ({
    key: entityKey(view, entity as Entity, `rows.${i}.entity`),
    entity: entity as Entity,
    eventTime: Date.parse(event_timestamp),
    values: { ...numbers, ...texts },
  }));
  refuseTwice(kept);
  return kept;
}

function rowFaults(view: StoredView, row: PushedFeatures, path: string, now: number): FieldProblem[] {
  const at = Date.parse(row.event_timestamp);
  const faults: FieldProblem[] = [];
  if (at > now + CLOCK_SKEW_MS || at < 0) {
    faults.push({
      path: `${path}.event_timestamp`,
      message: `must not be to come, nor before 1970, got ${row.event_timestamp}`,
    });
  }
  for (const [name, value] of Object.entries(row.numbers)) {
    const type = typeOf(view, name);
    const message =
      type === 'text'
        ? 'is a text: it belongs in texts'
        : type === 'integer' && !Number.isSafeInteger(value)
          ? `must be a whole number, got ${value}`
          : undefined;
    if (type === undefined)
      faults.push({ path: `${path}.numbers.${name}`, message: `${view.name} has no such feature` });
    else if (message !== undefined) faults.push({ path: `${path}.numbers.${name}`, message });
  }
  for (const name of Object.keys(row.texts)) {
    const type = typeOf(view, name);
    if (type === 'text') continue;
    const message = type === undefined ? `${view.name} has no such feature` : 'is a number: it belongs in numbers';
    faults.push({ path: `${path}.texts.${name}`, message });
  }
  return faults;
}

function typeOf({ features }: StoredView, name: string): 'number' | 'integer' | 'text' | undefined {
  return Object.hasOwn(features, name) ? features[name]!.type : undefined;
}

/** Of two values for one entity and instant, neither is the later. */
function refuseTwice(rows: readonly PushedRow[]): void {
  const seen = new Set<string>();
  rows.forEach(({ key, eventTime }, i) => {
    const place = `${eventTime} ${key}`;
    if (seen.has(place)) throw refused([{ path: `rows.${i}`, message: `${key} stands there twice for one instant` }]);
    seen.add(place);
  });
}

function refused(fields: readonly FieldProblem[]): DomainError {
  const detail = fields.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new DomainError('INVALID_ARGUMENT', detail, { fields });
}
