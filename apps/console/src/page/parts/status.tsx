import type { JSX } from 'react';
import { words } from '../data/format.js';

type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';

/** How each word that an API says of a state is meant; the word itself stands beside the colour. */
const TONES: Readonly<Record<string, Tone>> = {
  ...{ production: 'good', READY: 'good', FINISHED: 'good', succeeded: 'good', ok: 'good' },
  ...{ running: 'busy', RUNNING: 'busy', staging: 'busy', PENDING_REGISTRATION: 'busy' },
  ...{ warn: 'warn', KILLED: 'warn', cancelled: 'warn' },
  ...{ alert: 'bad', failed: 'bad', FAILED: 'bad', FAILED_REGISTRATION: 'bad' },
};

export function Status({ of }: { readonly of: string }): JSX.Element {
  return (
    <span className="status" data-tone={TONES[of] ?? 'quiet'}>
      {words(of).toLowerCase()}
    </span>
  );
}
