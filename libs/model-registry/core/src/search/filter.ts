export const NUMERIC_COMPARATORS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type NumericComparator = (typeof NUMERIC_COMPARATORS)[number];

export const STRING_COMPARATORS = ['=', '!=', 'LIKE', 'ILIKE'] as const;
export type StringComparator = (typeof STRING_COMPARATORS)[number];

export type ListComparator = 'IN' | 'NOT IN';

export type Comparison =
  | { readonly entity: 'metric'; readonly key: string; readonly comparator: NumericComparator; readonly value: number }
  | {
      readonly entity: 'param' | 'tag';
      readonly key: string;
      readonly comparator: StringComparator;
      readonly value: string;
    }
  | NumericAttribute
  | StringAttribute
  | ListAttribute
  | DatasetComparison;

/** What a filter may ask of the datasets that a run read; `context` is what it read them for. */
export const DATASET_FIELDS = ['name', 'digest', 'context'] as const;
export type DatasetField = (typeof DATASET_FIELDS)[number];

/** Holds for a run with at least one such dataset. */
export type DatasetComparison =
  | {
      readonly entity: 'dataset';
      readonly key: DatasetField;
      readonly comparator: StringComparator;
      readonly value: string;
    }
  | {
      readonly entity: 'dataset';
      readonly key: DatasetField;
      readonly comparator: ListComparator;
      readonly values: readonly string[];
    };

export interface NumericAttribute {
  readonly entity: 'attribute';
  readonly type: 'number';
  readonly key: string;
  readonly comparator: NumericComparator;
  readonly value: number;
}

export interface StringAttribute {
  readonly entity: 'attribute';
  readonly type: 'string';
  readonly key: string;
  readonly comparator: StringComparator;
  readonly value: string;
}

export interface ListAttribute {
  readonly entity: 'attribute';
  readonly type: 'list';
  readonly key: string;
  readonly comparator: ListComparator;
  readonly values: readonly string[];
}

/** A conjunction of comparisons; an empty one holds for everything. */
export type Filter = readonly Comparison[];

/** Writes a filter so that parsing it again gives the same filter: `metrics."loss" < 0.5 AND tags."team" = 'growth'`. */
export function printFilter(filter: Filter): string {
  return filter.map(printComparison).join(' AND ');
}

function printComparison(comparison: Comparison): string {
  const left = `${comparison.entity}.${quote(comparison.key, '"')}`;
  return `${left} ${comparison.comparator} ${printValue(comparison)}`;
}

function printValue(comparison: Comparison): string {
  if ('values' in comparison) return `(${comparison.values.map((value) => quote(value, "'")).join(', ')})`;
  return typeof comparison.value === 'number' ? String(comparison.value) : quote(comparison.value, "'");
}

/** Within quotes, a quote is written twice. */
function quote(text: string, mark: string): string {
  return mark + text.replaceAll(mark, mark + mark) + mark;
}
