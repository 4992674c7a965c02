import { hash } from 'node:crypto';
import type { BookingRecord, FeatureOverrides } from '@bellwether/feature-engineering';
import type { ScoredBooking } from './booking-scorer.js';

/** Records are replaced, never changed: a digest holds as long as its record. */
const digests = new WeakMap<BookingRecord, string>();

/**
 * A key for all that an answer about a booking depends on besides the version of the model and of the code: the model's
 * input, which holds the time as far as it matters; the booking as stored and what the caller told, which the actions
 * are tried on; and the state of the histories that an action may lead to.
 */
export function predictionKey({ row, record, overrides }: ScoredBooking, statesRevision: string): string {
  let digest = digests.get(record);
  if (digest === undefined) digests.set(record, (digest = hash('sha256', JSON.stringify(record), 'base64url')));
  const input = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
  return hash(
    'sha256',
    Buffer.concat([input, Buffer.from(`${digest} ${statesRevision} ${toldText(overrides)}`)]),
    'base64url',
  );
}

/**
 * What cached answers belong to and are forgotten with. The words and rules of an answer are those of one version of the
 * code, so that replicas of two versions can share a cache while one takes the place of the other.
 */
export function predictionScope(model: string, version: string, appVersion: string): string {
  return `${model}/${version}/${appVersion}`;
}

function toldText(overrides: FeatureOverrides): string {
  const names = Object.keys(overrides).filter((name) => overrides[name] !== undefined);
  return JSON.stringify(names.sort().map((name) => [name, overrides[name]]));
}
