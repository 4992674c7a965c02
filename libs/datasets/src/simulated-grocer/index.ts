export { GROCER_COLUMNS } from './table-layouts.js';
export { GROCER_CATEGORIES, type GrocerCategory } from './categories.js';
export type { SimulatedGrocerOptions } from './options.js';
export type { GrocerEventRow, GrocerTruthRow } from './rows.js';
export { simulateGrocer, type GrocerDay } from './simulate-grocer.js';
export { GrocerCounter, type GrocerTotals } from './totals.js';
