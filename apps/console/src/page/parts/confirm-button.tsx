import { useRef, useState, type JSX } from 'react';
import { failureOf, type Failure } from '../calls/failure.js';
import { FailureNote } from './when-loaded.js';

interface ConfirmButtonProps {
  /** What the button says, and what is asked before it is done. */
  readonly label: string;
  readonly question: string;
  readonly consequence: string;
  readonly act: () => Promise<unknown>;
  readonly done: () => void;
}

/** A button that changes something, and asks before. */
export function ConfirmButton({ label, question, consequence, act, done }: ConfirmButtonProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const confirm = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await act();
      dialog.current?.close();
      done();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-label={question} onClose={() => setFailure(undefined)}>
        <h2>{question}</h2>
        <p>{consequence}</p>
        {failure !== undefined && <FailureNote failure={failure} />}
        <div className="actions">
          <button type="button" autoFocus onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="button" className="strong" disabled={isBusy} onClick={() => void confirm()}>
            {label}
          </button>
        </div>
      </dialog>
    </>
  );
}
