export { SHOP_COLUMNS } from './table-layouts.js';
export { SHOP_CATEGORIES, type ShopCategory } from './categories.js';
export { CHANNELS, type Channel } from './channels.js';
export type { SimulatedShopOptions } from './options.js';
export { simulateShop } from './simulate-shop.js';
export type { ShopBatch, ShopRows, ShopTable } from './tables.js';
