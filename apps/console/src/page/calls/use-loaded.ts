import { useCallback, useEffect, useRef, useState } from 'react';
import { apiKey, useApiKey } from './api-key.js';
import { failureOf, type Failure } from './failure.js';

/** What is known of something that is loaded. Data that was seen before stays while it is asked for again. */
export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
  /** Asks again now. */
  readonly again: () => void;
}

interface State<Data> {
  readonly key: string;
  readonly data: Data | undefined;
  readonly failure: Failure | undefined;
  readonly isLoading: boolean;
}

const MOST_KEPT = 60;
/** What was seen last, by key: the way back shows it at once. The oldest goes first. */
const seen = new Map<string, unknown>();

function keep(key: string, data: unknown): void {
  seen.delete(key);
  seen.set(key, data);
  if (seen.size > MOST_KEPT) seen.delete(seen.keys().next().value!);
}

/**
 * Loads something, gives it up when it is no longer wanted, and asks again while the page is looked at: every so often, and
 * after a failure that may have passed.
 *
 * @param key names what is loaded, its parameters included; another key loads anew.
 * @param everyMs how long after an answer to ask again, which may depend on it; never where undefined.
 */
export function useLoaded<Data>(
  key: string,
  load: (signal: AbortSignal) => Promise<Data>,
  everyMs?: number | ((data: Data | undefined) => number | undefined),
): Loaded<Data> {
  const { key: credential } = useApiKey();
  const identity = `${credential ?? ''} ${key}`;
  const [state, setState] = useState<State<Data>>(() => beginning(identity));
  const [round, setRound] = useState(0);
  const latest = useRef({ load, everyMs });
  latest.current = { load, everyMs };
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      let data: Data | undefined;
      let failure: Failure | undefined;
      try {
        data = await latest.current.load(controller.signal);
        if (controller.signal.aborted) return;
        keep(identity, data);
        setState({ key: identity, data, failure: undefined, isLoading: false });
      } catch (error) {
        if (controller.signal.aborted) return;
        const found = (failure = failureOf(error));
        if (found.code === 'UNAUTHENTICATED') apiKey.ask();
        setState((before) => ({ ...of(before, identity), failure: found, isLoading: false }));
      }
      const { everyMs: every } = latest.current;
      const waitMs = failure?.passesInMs ?? (typeof every === 'function' ? every(data) : every);
      if (waitMs !== undefined) timer = setTimeout(askWhenSeen, waitMs);
    };
    // A hidden page asks nothing; it catches up as soon as it is looked at.
    const askWhenSeen = (): void => {
      if (!document.hidden) return void ask();
      document.addEventListener('visibilitychange', () => void ask(), { once: true, signal: controller.signal });
    };
    setState((before) => ({ ...of(before, identity), isLoading: true }));
    void ask();
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [identity, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { ...of(state, identity), again };
}

function beginning<Data>(key: string): State<Data> {
  return { key, data: seen.get(key) as Data | undefined, failure: undefined, isLoading: true };
}

/** The state of this key: that of another says nothing of it. */
const of = <Data>(state: State<Data>, key: string): State<Data> => (state.key === key ? state : beginning(key));
