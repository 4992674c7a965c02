import { useSyncExternalStore } from 'react';

const STORED = 'bellwether.api-key';

interface KeyState {
  /** Sent with every call where there is one. */
  readonly key: string | undefined;
  /** Whether a call was refused for want of a key, or of another one. */
  readonly isAsked: boolean;
}

let state: KeyState = { key: window.sessionStorage.getItem(STORED) ?? undefined, isAsked: false };
const listeners = new Set<() => void>();

function become(next: KeyState): void {
  state = next;
  for (const changed of listeners) changed();
}

/** The key of who looks at the page: it lives as long as the tab, and never stands in an address. */
export const apiKey = {
  headers: (): Record<string, string> => (state.key === undefined ? {} : { authorization: `Bearer ${state.key}` }),
  use(key: string): void {
    window.sessionStorage.setItem(STORED, key);
    become({ key, isAsked: false });
  },
  forget(): void {
    window.sessionStorage.removeItem(STORED);
    become({ key: undefined, isAsked: true });
  },
  ask(): void {
    if (!state.isAsked) become({ ...state, isAsked: true });
  },
};

export function useApiKey(): KeyState {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );
}
