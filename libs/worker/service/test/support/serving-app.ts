import { buffer } from 'node:stream/consumers';
import { pushBookings, type PushBookingsRequest } from '@bellwether/contracts';
import { listening, type TestServer } from './listening.js';

export interface Push {
  readonly bytes: number;
  readonly pushed_at: string;
  readonly request: PushBookingsRequest;
}

export interface ServingApp extends TestServer {
  /** What it was told, in order. */
  readonly pushes: Push[];
}

/** Stands for the app that serves: takes what the contract takes, and keeps it. */
export async function servingApp(): Promise<ServingApp> {
  const pushes: Push[] = [];
  const server = await listening(async (request, response) => {
    const body = await buffer(request);
    const parsed = pushBookings.request.safeParse(JSON.parse(body.toString()));
    const isPush = request.url === pushBookings.path && request.method === pushBookings.verb;
    if (!isPush || !parsed.success) {
      response.writeHead(isPush ? 400 : 404).end(parsed.error?.message);
      return;
    }
    // Its clock is years away from the worker's.
    const pushed_at = new Date(Date.UTC(2001, 0, 1, 0, 0, pushes.length)).toISOString();
    pushes.push({ bytes: body.length, pushed_at, request: parsed.data });
    const { bookings, states } = parsed.data;
    response
      .writeHead(pushBookings.status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ bookings: bookings.length, states: states.length, pushed_at }));
  });
  return { ...server, pushes };
}
