import { importers, isImporterName } from '@bellwether/datasets';
import { DomainError } from '@bellwether/errors';

/** @throws NOT_FOUND for a dataset that no importer reads, naming those that one does. */
export function requireImporter(dataset: string): void {
  if (isImporterName(dataset)) return;
  const message = `no importer '${dataset}'; there are ${Object.keys(importers).join(', ')}`;
  throw new DomainError('NOT_FOUND', message, { fields: [{ path: 'dataset', message }] });
}
