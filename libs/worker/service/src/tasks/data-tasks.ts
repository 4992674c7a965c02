import type { TaskLocation } from '@bellwether/platform/jobs';

const task = (file: string, name: string): TaskLocation => ({
  module: new URL(file, import.meta.url).href,
  export: name,
});

/** The kinds of job that fill the analytics store and the online features, and the one that has a model follow them. */
export const dataTasks = {
  import: task('./import-task.js', 'importTask'),
  'simulate-hotel': task('./simulate-hotel-task.js', 'simulateHotelTask'),
  'simulate-shop': task('./simulate-shop-task.js', 'simulateShopTask'),
  'simulate-rentals': task('./simulate-rentals-task.js', 'simulateRentalsTask'),
  'simulate-grocer': task('./simulate-grocer-task.js', 'simulateGrocerTask'),
  'materialize-features': task('./materialize-features-task.js', 'materializeFeaturesTask'),
  'publish-features': task('./publish-features-task.js', 'publishFeaturesTask'),
  'publish-reservations': task('./publish-reservations-task.js', 'publishReservationsTask'),
  'publish-stock': task('./publish-stock-task.js', 'publishStockTask'),
  'run-monitors': task('./run-monitors-task.js', 'runMonitorsTask'),
  'collect-outcomes': task('./collect-outcomes-task.js', 'collectOutcomesTask'),
  retrain: task('./retrain-task.js', 'retrainTask'),
} as const satisfies Record<string, TaskLocation>;
