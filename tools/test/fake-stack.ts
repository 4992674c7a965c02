import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake stack answers to `METHOD /path` with a body; undefined is 404. */
export type Answers = (what: string, body: Buffer) => unknown;

export interface FakeStack {
  readonly url: string;
  /** `METHOD /path` of every request so far, probes left out. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** An answer that is not 200 with JSON. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly type = 'application/problem+json',
  ) {}
}

/** A server on the loopback that answers as told, and everything else with 404. */
export async function fakeStack(answers: Answers = () => undefined): Promise<FakeStack> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const what = `${request.method} ${request.url}`;
    const isProbe = what === 'GET /livez' || what === 'GET /readyz';
    if (!isProbe) asked.push(what);
    const told = isProbe ? {} : answers(what, body);
    const missing = new Answer(404, { title: 'Not Found', status: 404, detail: `no ${what}` });
    const answer =
      told instanceof Answer ? told : told === undefined ? missing : new Answer(200, told, 'application/json');
    const content = answer.body instanceof Uint8Array ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status, { 'content-type': answer.type }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => closed(server) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
