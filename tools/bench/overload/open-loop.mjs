// Sends one HTTP request over and over, each when it is due whether the ones before are answered or not, from a process
// of its own: node tools/bench/overload/open-loop.mjs <url> <rate> <seconds> <body>
// Prints JSON: for each status the number of answers and their latencies in milliseconds from when they were due, and
// when each was due in seconds since the start. With rate 0 four connections ask again as soon as they are answered.
//
// Plain sockets and a ready-made request, because a client that costs as much as the server would slow it instead.
import net from 'node:net';

const [, , url, rateText, secondsText, body] = process.argv;
const { hostname, port, pathname, host } = new URL(url);
const rate = Number(rateText);
const seconds = Number(secondsText);
const MOST_CONNECTIONS = 400;
const EAGER_CONNECTIONS = 4;
const message = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const free = [];
const waiting = [];
const answers = [];
let connections = 0;
let broken = 0;
let under = 0;

/** A connection with one request under way at a time. */
function connect(whenFree) {
  connections += 1;
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
  let read = '';
  let due;
  const connection = {
    send(at) {
      due = at;
      under += 1;
      socket.write(message);
    },
  };
  socket.setEncoding('latin1');
  socket.on('connect', () => whenFree(connection));
  socket.on('data', (chunk) => {
    read += chunk;
    const head = read.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(read.slice(0, head))?.[1]);
    if (read.length < head + 4 + length) return;
    answers.push({ status: read.slice(9, 12), ms: performance.now() - due, at: (due - started) / 1000 });
    under -= 1;
    read = '';
    due = undefined;
    whenFree(connection);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    connections -= 1;
    if (due === undefined) return;
    broken += 1;
    under -= 1;
  });
}

function nextOnFree(connection) {
  const due = waiting.shift();
  if (due === undefined) free.push(connection);
  else connection.send(due);
}

function sendAt(due) {
  const connection = free.pop();
  if (connection !== undefined) return connection.send(due);
  waiting.push(due);
  if (connections < MOST_CONNECTIONS) connect(nextOnFree);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const started = performance.now();
const until = started + seconds * 1000;
if (rate === 0) {
  const again = (connection) => performance.now() < until && connection.send(performance.now());
  for (let i = 0; i < EAGER_CONNECTIONS; i++) connect(again);
  await pause(seconds * 1000);
} else {
  const total = Math.round(rate * seconds);
  for (let i = 0; i < total;) {
    const due = started + (i * 1000) / rate;
    if (performance.now() < due) await pause(1);
    else {
      sendAt(due);
      i += 1;
      if (i % 50 === 0) await new Promise(setImmediate);
    }
  }
}
for (let waited = 0; under + waiting.length > 0 && waited < 5_000; waited += 10) await pause(10);
const byStatus = {};
for (const { status, ms, at } of answers) {
  const same = (byStatus[status] ??= { ms: [], at: [] });
  same.ms.push(Math.round(ms * 1000) / 1000);
  same.at.push(Math.round(at * 1000) / 1000);
}
process.stdout.write(JSON.stringify({ byStatus, broken, unanswered: under + waiting.length }), () => process.exit(0));
