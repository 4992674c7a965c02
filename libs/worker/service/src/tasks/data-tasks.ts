import type { TaskLocation } from '@bellwether/platform/jobs';

const task = (file: string, name: string): TaskLocation => ({
  module: new URL(file, import.meta.url).href,
  export: name,
});

/** The kinds of job that fill the analytics store and the online features. */
export const dataTasks = {
  import: task('./import-task.js', 'importTask'),
  'simulate-hotel': task('./simulate-hotel-task.js', 'simulateHotelTask'),
  'materialize-features': task('./materialize-features-task.js', 'materializeFeaturesTask'),
  'publish-features': task('./publish-features-task.js', 'publishFeaturesTask'),
} as const satisfies Record<string, TaskLocation>;
