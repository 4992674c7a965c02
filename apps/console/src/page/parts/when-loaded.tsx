import type { JSX, ReactNode } from 'react';
import type { Failure } from '../calls/failure.js';
import type { Loaded } from '../calls/use-loaded.js';

interface WhenLoadedProps<Data> {
  readonly of: Loaded<Data>;
  /** What is loaded, for who waits: `models`. */
  readonly what: string;
  readonly isEmpty?: (data: Data) => boolean;
  /** What to say, and what to do, where there is nothing. */
  readonly empty?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** Shows what was loaded; that it is loading, has failed or is empty where it is not there. */
export function WhenLoaded<Data>({ of, what, isEmpty, empty, children }: WhenLoadedProps<Data>): JSX.Element {
  const { data, failure, again } = of;
  return (
    <>
      {failure !== undefined && <FailureNote failure={failure} again={again} isStale={data !== undefined} />}
      {data === undefined && failure === undefined && (
        <p className="waiting" role="status">
          Loading {what} …
        </p>
      )}
      {data !== undefined && (isEmpty?.(data) ? <div className="empty">{empty}</div> : children(data))}
    </>
  );
}

interface FailureNoteProps {
  readonly failure: Failure;
  readonly again?: () => void;
  /** Whether what is seen beside it is what was known before. */
  readonly isStale?: boolean;
}

export function FailureNote({ failure, again, isStale = false }: FailureNoteProps): JSX.Element {
  return (
    <div className="failure" role="alert">
      <p>
        <strong>{failure.title}</strong>
        {isStale && ' What is shown is as it was before.'}
      </p>
      <p>{failure.detail}</p>
      {again !== undefined && failure.passesInMs !== undefined && (
        <p className="quiet">It is tried again in {Math.round(failure.passesInMs / 1_000)} s.</p>
      )}
      {again !== undefined && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
