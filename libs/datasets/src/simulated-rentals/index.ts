export { RENTAL_COLUMNS } from './table-layouts.js';
export type { SimulatedRentalsOptions } from './options.js';
export { simulateRentals } from './simulate-rentals.js';
export type { RentalBatch, RentalRows, RentalTable } from './tables.js';
