import { buffer } from 'node:stream/consumers';
import type { Operation, RequestOf, ResponseOf } from '@bellwether/contracts';
import { listening, type TestServer } from './listening.js';

export interface ToldApp<Op extends Operation> extends TestServer {
  /** What it was told, in order. */
  readonly told: RequestOf<Op>[];
}

/** Stands for an app that is told of something by one operation: takes what the contract takes, and keeps it. */
export async function toldApp<Op extends Operation>(
  operation: Op,
  answer: (request: RequestOf<Op>, number: number) => ResponseOf<Op>,
): Promise<ToldApp<Op>> {
  const told: RequestOf<Op>[] = [];
  const server = await listening(async (request, response) => {
    const parsed = operation.request.safeParse(JSON.parse((await buffer(request)).toString()));
    const isIt = request.url === operation.path && request.method === operation.verb;
    if (!isIt || !parsed.success) {
      response.writeHead(isIt ? 400 : 404).end(parsed.error?.message);
      return;
    }
    told.push(parsed.data as RequestOf<Op>);
    response
      .writeHead(operation.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer(parsed.data as RequestOf<Op>, told.length)));
  });
  return { ...server, told };
}
