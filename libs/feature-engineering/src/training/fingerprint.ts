import { createHash } from 'node:crypto';
import type { TrainingTable } from './training-table.js';

/**
 * SHA-256 over the content of a training table: names, categories and every number as little-endian doubles. The same
 * rows give the same fingerprint on every machine.
 */
export function fingerprintOf(table: Omit<TrainingTable, 'fingerprint'>): string {
  const hash = createHash('sha256');
  const { view, source, columns, categories, bookingIds } = table;
  hash.update(JSON.stringify({ view: view.name, source, columns, categories }));
  hash.update(JSON.stringify(bookingIds));
  for (const { buffer, byteOffset, byteLength } of [
    table.matrix,
    table.labels,
    table.decidedAt,
    table.maturedAt,
    table.isLandmark,
  ]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
