import { useEffect, useState, type JSX } from 'react';
import { ago, instant } from '../data/format.js';

const EVERY_MS = 30_000;

/** The instant, and how long ago it was. */
export function Time({ at }: { readonly at: string | number }): JSX.Element {
  const date = new Date(at);
  const now = useNow();
  return (
    <time dateTime={date.toISOString()} title={`${instant(date)} UTC`}>
      {ago(date, now)}
    </time>
  );
}

/** The instant alone, to be compared with others and with logs. */
export function Instant({ at }: { readonly at: Date }): JSX.Element {
  return <time dateTime={at.toISOString()}>{instant(at)}</time>;
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
