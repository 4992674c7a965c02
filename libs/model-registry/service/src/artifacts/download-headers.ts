/** Extensions, and names without one, that MLflow's own server gives out as plain text. */
const TEXTS = new Set(
  (
    'txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst ' +
    'mlmodel mlproject'
  ).split(' '),
);

/** Pictures and documents that run nothing: HTML and SVG are not among them. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['bmp', 'image/bmp'],
  ['pdf', 'application/pdf'],
]);

/**
 * The headers under which an artifact is given out. Whatever it holds and whatever the caller accepts, a browser must not
 * take it for a page of this server.
 */
export function downloadHeaders(path: string): Record<string, string> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    'content-type': mediaTypeOf(name),
    'content-disposition': `attachment; ${fileNameOf(name)}`,
    'x-content-type-options': 'nosniff',
  };
}

function mediaTypeOf(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return TEXTS.has(extension) ? 'text/plain' : (OTHERS.get(extension) ?? 'application/octet-stream');
}

/** @see RFC 6266: a token stands as it is; other names are quoted as far as ASCII goes, and encoded beside it. */
function fileNameOf(name: string): string {
  if (/^[\w!#$&+.^`|~-]+$/.test(name)) return `filename=${name}`;
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  return `filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
}

/** Percent-encoded but for the characters that RFC 5987 lets stand. */
function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
