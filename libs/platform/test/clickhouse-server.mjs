// A ClickHouse server as far as its HTTP interface goes, in front of chDB: what a test of the client's HTTP path talks to.
//   node clickhouse-server.mjs          prints the URL it answers at
// Statements come in the body, or in `query` with the data in the body; `param_*` are bound values, other parameters are
// settings. Errors have the number in a header and the text of a server. One statement runs at a time.
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';

const client = createClient({ connection: createChdbConnection({ path: ':memory:' }), log: { level: 127 } });
/** Parameters of the interface itself; every other one is a setting of the statement. */
const OWN = new Set(['query', 'query_id', 'database', 'session_id', 'default_format', 'role']);
const UNKNOWN = 1002;

let last = Promise.resolve();
const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/ping') return response.end('Ok.\n');
  const answered = last.then(() => answer(url, request, response)).catch((error) => fail(response, error));
  last = answered;
});

async function answer({ searchParams }, request, response) {
  const raw = await buffer(request);
  const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
  const statement = searchParams.get('query');
  const settings = {};
  const params = {};
  for (const [name, value] of searchParams) {
    if (name.startsWith('param_')) params[name.slice('param_'.length)] = unescaped(value);
    else if (!OWN.has(name)) settings[name] = value;
  }
  const { stream } = await client.exec({
    query: statement === null ? body : `${statement}\n${body}`,
    query_params: params,
    clickhouse_settings: settings,
  });
  response.writeHead(200, { 'x-clickhouse-summary': '{}', 'content-type': 'text/plain; charset=UTF-8' });
  response.end(await buffer(stream));
}

/** Values travel in ClickHouse's escaped form; the engine's own binding takes them plain. */
function unescaped(value) {
  if (value === '\\N') return null;
  const plain = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', 0: '\0' };
  return value.replace(/\\(.)/gs, (_, letter) => plain[letter] ?? letter);
}

function fail(response, error) {
  const code = Number(error.code) || UNKNOWN;
  const type = error.type ?? 'UNKNOWN_EXCEPTION';
  if (response.headersSent) return response.destroy();
  response.writeHead(code === 62 || code === 47 ? 400 : 500, { 'x-clickhouse-exception-code': String(code) });
  response.end(`Code: ${code}. DB::Exception: ${error.message} (${type}) (version 25.8.1.1 (official build))\n`);
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
