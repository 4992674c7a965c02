import {
  CollectOutcomesRequest,
  ImportDatasetRequest,
  MaterializeFeaturesRequest,
  PublishFeaturesRequest,
  RetrainModelRequest,
  RunMonitorsRequest,
  SimulateGrocerRequest,
  SimulateHotelRequest,
  SimulateRentalsRequest,
  SimulateShopRequest,
} from '@bellwether/contracts';
import type { z } from 'zod';
import type { dataTasks } from '../tasks/data-tasks.js';

/** What a job of each kind is asked: the request of the operation that starts one by hand. */
export const schedulableKinds = {
  import: ImportDatasetRequest,
  'simulate-hotel': SimulateHotelRequest,
  'simulate-shop': SimulateShopRequest,
  'simulate-rentals': SimulateRentalsRequest,
  'simulate-grocer': SimulateGrocerRequest,
  'materialize-features': MaterializeFeaturesRequest,
  'publish-features': PublishFeaturesRequest,
  'collect-outcomes': CollectOutcomesRequest,
  'run-monitors': RunMonitorsRequest,
  retrain: RetrainModelRequest,
} as const satisfies Record<keyof typeof dataTasks, z.ZodObject>;

export type SchedulableKind = keyof typeof schedulableKinds;

export function isSchedulable(kind: string): kind is SchedulableKind {
  return Object.hasOwn(schedulableKinds, kind);
}
