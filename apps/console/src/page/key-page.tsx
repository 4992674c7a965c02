import { useState, type JSX } from 'react';
import { apiKey, useApiKey } from './calls/api-key.js';
import { PageHead } from './parts/page-head.js';

/** Asks for a key; the address stays, so that the page asked for is seen as soon as the key is there. */
export function KeyPage(): JSX.Element {
  const { key } = useApiKey();
  const [text, setText] = useState('');
  return (
    <>
      <PageHead title="An API key is needed" />
      <form
        className="key-form"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          apiKey.use(text.trim());
        }}
      >
        {key !== undefined && (
          <p className="failure" role="alert">
            The key was not accepted.
          </p>
        )}
        <label className="field">
          API key
          <input
            type="password"
            value={text}
            onChange={({ target }) => setText(target.value)}
            autoComplete="off"
            spellCheck={false}
            required
          />
        </label>
        <button type="submit" className="strong">
          Use it
        </button>
      </form>
      <p className="prose quiet">
        A key of the role reader sees everything here. It is kept by this tab alone and forgotten when the tab is
        closed. Keys are made by <code>bellwether keys create</code>.
      </p>
    </>
  );
}
