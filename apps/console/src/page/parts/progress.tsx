import type { JSX } from 'react';
import { percent } from '../data/format.js';

/** @param share done, in [0, 1]. */
export function Progress({ share, label }: { readonly share: number; readonly label: string }): JSX.Element {
  return (
    <span className="progress">
      <progress value={share} max={1} aria-label={label} />
      <span>{percent(share)}</span>
    </span>
  );
}
