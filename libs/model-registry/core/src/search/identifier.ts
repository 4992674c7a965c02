import { DomainError } from '@bellwether/errors';
import type { SearchDialect } from './dialect.js';
import { DATASET_FIELDS, type DatasetField } from './filter.js';
import type { PathPart } from './tokenize.js';

export type SearchEntity = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';

export type SearchIdentifier =
  | { readonly entity: Exclude<SearchEntity, 'dataset'>; readonly key: string }
  | { readonly entity: 'dataset'; readonly key: DatasetField };

const ENTITY_SPELLINGS: Readonly<Record<string, SearchEntity>> = {
  metric: 'metric',
  metrics: 'metric',
  param: 'param',
  params: 'param',
  parameter: 'param',
  parameters: 'param',
  tag: 'tag',
  tags: 'tag',
  attribute: 'attribute',
  attributes: 'attribute',
  attr: 'attribute',
  run: 'attribute',
  dataset: 'dataset',
  datasets: 'dataset',
};

/**
 * Reads `entity.key`, or a bare attribute. The key is everything after the first dot, so `tags.mlflow.user` is the tag
 * `mlflow.user`.
 *
 * @param attributes the attributes allowed here (those of a filter or of order_by).
 * @throws INVALID_ARGUMENT for an entity or attribute that the dialect lacks.
 */
export function readIdentifier(
  parts: readonly PathPart[],
  dialect: SearchDialect,
  attributes: readonly string[],
): SearchIdentifier {
  const words = parts.map((part) => part.text);
  const entity = words.length === 1 ? 'attribute' : entityOf(words[0]!, dialect);
  const written = words.length === 1 ? words[0]! : words.slice(1).join('.');
  if (entity === 'dataset') return { entity, key: datasetField(written) };
  if (entity !== 'attribute') {
    if (written === '') throw new DomainError('INVALID_ARGUMENT', `The key of a ${entity} must not be empty`);
    return { entity, key: written };
  }
  const key = Object.hasOwn(dialect.aliases, written) ? dialect.aliases[written]! : written;
  if (!attributes.includes(key)) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid attribute key '${shorten(written)}' specified. Valid keys are '${attributes.join(', ')}'`,
    );
  }
  return { entity, key };
}

function entityOf(word: string, dialect: SearchDialect): SearchEntity {
  const entity = Object.hasOwn(ENTITY_SPELLINGS, word) ? ENTITY_SPELLINGS[word] : undefined;
  if (entity === undefined || (entity !== 'attribute' && !dialect.entities.includes(entity))) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `Invalid entity type '${shorten(word)}'. Valid values are '${[...dialect.entities, 'attribute'].join(', ')}'`,
    );
  }
  return entity;
}

function datasetField(written: string): DatasetField {
  const field = DATASET_FIELDS.find((each) => each === written);
  if (field !== undefined) return field;
  throw new DomainError(
    'INVALID_ARGUMENT',
    `Invalid dataset key '${shorten(written)}' specified. Valid keys are '${DATASET_FIELDS.join(', ')}'`,
  );
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
