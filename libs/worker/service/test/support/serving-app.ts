import { buffer } from 'node:stream/consumers';
import { pushBookings, type PushBookingsRequest } from '@bellwether/contracts';
import { listening, type TestServer } from './listening.js';

export interface Push {
  readonly bytes: number;
  readonly received_at: string;
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
    pushes.push({ bytes: body.length, received_at: new Date().toISOString(), request: parsed.data });
    const { bookings, states } = parsed.data;
    response
      .writeHead(pushBookings.status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ bookings: bookings.length, states: states.length }));
  });
  return { ...server, pushes };
}
