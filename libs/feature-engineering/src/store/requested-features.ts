import { DomainError } from '@bellwether/errors';
import { FEATURE_VIEWS } from '../views/booking-views.js';
import type { StoredView } from './stored-view.js';
import { STORED_VIEWS } from './stored-views.js';

/** Features of one view that somebody asked for. */
export interface ViewSelection {
  readonly view: StoredView;
  readonly features: readonly string[];
}

/**
 * @throws NOT_FOUND with the path when there is no view of the name, INVALID_ARGUMENT when its rows are computed with the
 *   decisions they serve.
 */
export function storedView(name: string, path: string): StoredView {
  if (Object.hasOwn(FEATURE_VIEWS, name)) {
    const message = `${name} is computed with each prediction, and no rows of it are kept`;
    throw new DomainError('INVALID_ARGUMENT', `${path}: ${message}`, { fields: [{ path, message }] });
  }
  const view = Object.hasOwn(STORED_VIEWS, name) ? STORED_VIEWS[name] : undefined;
  if (view === undefined) throw unknown(path, `no view '${name}'; there are ${Object.keys(STORED_VIEWS).join(', ')}`);
  return view;
}

/**
 * Features by view, views and features in the order asked for, each once.
 *
 * @param names `view:feature`, or `view:*` for all of a view.
 * @param path where the list stands in the request.
 * @throws NOT_FOUND with the path for an unknown view or feature, INVALID_ARGUMENT for a name that is neither.
 */
export function requestedFeatures(names: readonly string[], path = 'features'): readonly ViewSelection[] {
  const selected = new Map<StoredView, Set<string>>();
  names.forEach((name, index) => {
    const place = `${path}.${index}`;
    const [viewName, feature, ...more] = name.split(':');
    if (feature === undefined || more.length > 0) {
      const message = `must be view:feature or view:*, got '${name}'`;
      throw new DomainError('INVALID_ARGUMENT', `${place}: ${message}`, { fields: [{ path: place, message }] });
    }
    const view = storedView(viewName!, place);
    const wanted = selected.get(view) ?? new Set<string>();
    selected.set(view, wanted);
    for (const one of feature === '*' ? Object.keys(view.features) : [feature]) {
      if (!Object.hasOwn(view.features, one)) throw unknown(place, `${view.name} has no feature '${one}'`);
      wanted.add(one);
    }
  });
  return [...selected].map(([view, features]) => ({ view, features: [...features] }));
}

function unknown(path: string, message: string): DomainError {
  return new DomainError('NOT_FOUND', `${path}: ${message}`, { fields: [{ path, message }] });
}
