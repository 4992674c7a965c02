import { useCallback, useSyncExternalStore } from 'react';
import { href, parseHash, type Route } from './route.js';

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** What the address says now. */
export function useRoute(): Route {
  return parseHash(useSyncExternalStore(subscribe, () => window.location.hash));
}

/**
 * One parameter of the address. Setting it replaces the address instead of adding one: the way back leads to the page
 * before, not through every order that a table was in.
 */
export function useParameter(name: string): [value: string | undefined, set: (value: string | undefined) => void] {
  const { query } = useRoute();
  const set = useCallback(
    (value: string | undefined) => {
      const now = parseHash(window.location.hash);
      window.location.replace(href(now.path, { ...now.query, [name]: value }));
    },
    [name],
  );
  return [query[name], set];
}
