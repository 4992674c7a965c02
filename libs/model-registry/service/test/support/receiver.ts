import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The `data` of the message. */
  readonly data: unknown;
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What it answers to the next messages, the last of them from then on. */
  answers: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }[];
  /** Waits until so many have come. */
  has(count: number): Promise<Received[]>;
  close(): void;
}

/** A server on this machine that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      const { data } = JSON.parse(body) as { data: unknown };
      received.push({ path: request.url ?? '', headers: request.headers, body, data, at: Date.now() });
      const [answer = { status: 200 }] = receiver.answers;
      if (receiver.answers.length > 1) receiver.answers.shift();
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '{"status":"received"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers: [{ status: 200 }],
    has: async (count) => {
      const end = Date.now() + 30_000;
      while (received.length < count) {
        if (Date.now() > end) throw new Error(`${received.length} of ${count} messages came in time`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return received;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}

/** What a receiver computes to tell a message of ours from another's. */
export function signatureOf({ headers, body }: Received, secret: string): string {
  const signed = `${headers['x-mlflow-delivery-id'] as string}.${headers['x-mlflow-timestamp'] as string}.${body}`;
  return `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`;
}
