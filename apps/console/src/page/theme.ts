import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'bellwether.theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function chosen(): Theme {
  const stored = window.localStorage.getItem(STORED);
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function chooseTheme(theme: Theme): void {
  window.localStorage.setItem(STORED, theme);
  apply(theme);
  for (const changed of listeners) changed();
}

/** Before the first paint of anything: the system's colours unless others were chosen here. */
export function startTheme(): void {
  apply(chosen());
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  prefersDark.addEventListener('change', changed);
  return () => {
    listeners.delete(changed);
    prefersDark.removeEventListener('change', changed);
  };
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, chosen);

/** What is seen: charts take their colours from here, as no style reaches a canvas. */
export function useShade(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () => {
    const theme = chosen();
    if (theme !== 'system') return theme;
    return prefersDark.matches ? 'dark' : 'light';
  });
}
