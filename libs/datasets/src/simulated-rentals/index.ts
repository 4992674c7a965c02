export { RENTAL_COLUMNS } from './columns.js';
export type { SimulatedRentalsOptions } from './options.js';
export { simulateRentals } from './simulate-rentals.js';
export type { RentalBatch, RentalRows, RentalTable } from './tables.js';
