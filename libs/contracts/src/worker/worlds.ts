import { z } from 'zod';
import { IsoDate } from '../fields.js';
import { operation } from '../operation.js';
import { JobView } from './jobs.js';

const world = { domain: 'worker', service: 'DataService', verb: 'POST', status: 202, access: 'engineer' } as const;

const Seed = z.int().min(0).max(4_294_967_295).default(42);
const Days = z.int().min(30).max(3_650);

export const SimulateShopRequest = z.strictObject({
  customers: z.int().min(1).max(1_000_000).default(2_000),
  products: z.int().min(8).max(100_000).default(400),
  /** Of history. */
  days: Days.default(730),
  seed: Seed,
  /** The day that counts as today. */
  as_of: IsoDate,
});
export const SimulateShopResponse = JobView;
export type SimulateShopRequest = z.output<typeof SimulateShopRequest>;

export const simulateShop = operation({
  ...world,
  method: 'SimulateShop',
  path: '/data/simulated-shop/build',
  summary: 'Builds the simulated web shop up to a day, as a job',
  request: SimulateShopRequest,
  response: SimulateShopResponse,
});

export const SimulateRentalsRequest = z.strictObject({
  users: z.int().min(1).max(1_000_000).default(3_000),
  properties: z.int().min(1).max(100_000).default(180),
  destinations: z.int().min(1).max(99).default(12),
  /** Of history. */
  days: Days.default(900),
  seed: Seed,
  /** The day that counts as today. */
  as_of: IsoDate,
});
export const SimulateRentalsResponse = JobView;
export type SimulateRentalsRequest = z.output<typeof SimulateRentalsRequest>;

export const simulateRentals = operation({
  ...world,
  method: 'SimulateRentals',
  path: '/data/simulated-rentals/build',
  summary: 'Builds the simulated marketplace of vacation rentals up to a day, as a job',
  request: SimulateRentalsRequest,
  response: SimulateRentalsResponse,
});

export const SimulateGrocerRequest = z.strictObject({
  /** Events in all. */
  samples: z.int().min(1).max(100_000_000).default(10_000),
  start_date: IsoDate.default('2024-01-01'),
  /** That the events are spread over. */
  days: z.int().min(1).max(3_650).default(365),
  seed: Seed,
});
export const SimulateGrocerResponse = JobView;
export type SimulateGrocerRequest = z.output<typeof SimulateGrocerRequest>;

export const simulateGrocer = operation({
  ...world,
  method: 'SimulateGrocer',
  path: '/data/simulated-grocer/build',
  summary: 'Builds the simulated grocer of perishable goods, as a job',
  request: SimulateGrocerRequest,
  response: SimulateGrocerResponse,
});
