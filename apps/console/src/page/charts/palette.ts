/** Colours of a chart on one background, chosen to stand 3 : 1 against it and to differ in lightness from each other. */
export interface Palette {
  readonly lines: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly surface: string;
  readonly limit: string;
}

export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    lines: ['#1d4ed8', '#c2410c', '#0f766e', '#a21caf', '#4d7c0f', '#be123c'],
    text: '#4b5563',
    grid: '#e5e7eb',
    surface: '#ffffff',
    limit: '#b91c1c',
  },
  dark: {
    lines: ['#7aa2ff', '#fb923c', '#2dd4bf', '#e879f9', '#a3e635', '#fb7185'],
    text: '#a3adbd',
    grid: '#2b3443',
    surface: '#161c26',
    limit: '#f87171',
  },
};
