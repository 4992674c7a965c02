import type { SourceName } from './sources.js';
import type { ValueType, ViewFeature } from './stored-view.js';

export function feature(
  type: ValueType,
  unit: string,
  description: string,
  ...from: readonly SourceName[]
): ViewFeature {
  return { type, unit, description, from };
}

/** Makes features that are computed from the same tables. */
export function featuresFrom(...from: readonly SourceName[]) {
  return (type: ValueType, unit: string, description: string): ViewFeature => feature(type, unit, description, ...from);
}
