import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type AppProcess } from './support/app-process.js';
import { succeeded } from './support/until.js';

const AS_OF = '2026-03-01';

let worker: AppProcess;

beforeAll(async () => {
  worker = await startApp('worker', { JOBS_URL: 'pglite://memory', ANALYTICS_URL: 'chdb://memory' });
}, 60_000);
afterAll(() => worker?.end('SIGKILL'));

const hotel = { guests: 300, rooms: 5, years: 1, seed: 7, as_of: AS_OF, detail_days: 10 };
const shop = { customers: 40, products: 10, days: 40, seed: 7, as_of: AS_OF };
const rentals = { users: 60, properties: 5, destinations: 2, days: 60, seed: 7, as_of: AS_OF };
const grocer = { samples: 500, days: 20, seed: 7, start_date: '2024-01-01' };

/** Each operation over both transports, a request it takes, what is counted, and one it refuses. */
const BUILDS = [
  {
    name: 'hotel',
    over: { http: () => worker.http.simulateHotel(hotel), grpc: () => worker.grpc.simulateHotel(hotel) },
    counted: { guests: 300, website_sessions: expect.any(Number), housekeeping_tasks: expect.any(Number) },
    refused: {
      http: () => worker.http.simulateHotel({ ...hotel, detail_days: 3_651 }),
      grpc: () => worker.grpc.simulateHotel({ ...hotel, detail_days: 3_651 }),
    },
    field: 'detail_days',
  },
  {
    name: 'shop',
    over: { http: () => worker.http.simulateShop(shop), grpc: () => worker.grpc.simulateShop(shop) },
    counted: { customers: 40, products: 10, stock: 400 },
    refused: {
      http: () => worker.http.simulateShop({ ...shop, products: 7 }),
      grpc: () => worker.grpc.simulateShop({ ...shop, products: 7 }),
    },
    field: 'products',
  },
  {
    name: 'rentals',
    over: { http: () => worker.http.simulateRentals(rentals), grpc: () => worker.grpc.simulateRentals(rentals) },
    counted: { users: 60, properties: 5, calendar: 300 },
    refused: {
      http: () => worker.http.simulateRentals({ ...rentals, destinations: 100 }),
      grpc: () => worker.grpc.simulateRentals({ ...rentals, destinations: 100 }),
    },
    field: 'destinations',
  },
  {
    name: 'grocer',
    over: { http: () => worker.http.simulateGrocer(grocer), grpc: () => worker.grpc.simulateGrocer(grocer) },
    counted: { events: 500, truth: 500 },
    refused: {
      http: () => worker.http.simulateGrocer({ ...grocer, start_date: '2024-02-30' }),
      grpc: () => worker.grpc.simulateGrocer({ ...grocer, start_date: '2024-02-30' }),
    },
    field: 'start_date',
  },
];

describe.each(BUILDS)('building the simulated $name', ({ over, counted, refused, field }) => {
  it('is one job over HTTP and gRPC, which counts the rows it stored', async () => {
    const { job_id } = await over.http();
    const job = await succeeded(() => worker.http.getJob({ job_id }));
    expect(job.result).toMatchObject(counted);
    expect((await over.grpc()).job_id).toBe(job_id);
  }, 60_000);

  it.each(['http', 'grpc'] as const)('refuses over %s what is out of range, naming the field', async (transport) => {
    await expect(refused[transport]()).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      fields: [expect.objectContaining({ path: field })],
    });
  });
});
