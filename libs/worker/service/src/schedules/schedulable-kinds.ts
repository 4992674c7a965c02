import {
  CollectOutcomesRequest,
  ImportDatasetRequest,
  MaterializeFeaturesRequest,
  PublishFeaturesRequest,
  PublishReservationsRequest,
  PublishSegmentsRequest,
  PublishStockRequest,
  RetrainModelRequest,
  RunMonitorsRequest,
  SimulateGrocerRequest,
  SimulateHotelRequest,
  SimulateRentalsRequest,
  SimulateShopRequest,
} from '@bellwether/contracts';
import { storedView } from '@bellwether/feature-engineering';
import type { z } from 'zod';
import { requireImporter } from '../data/require-importer.js';
import { materializedInstants } from '../features/instants.js';
import type { dataTasks } from '../tasks/data-tasks.js';

/** Kinds whose tasks are a domain's own, which the worker's app has beside those of data. */
type DomainTask = 'publish-segments';

/** What a job of each kind is asked: the request of the operation that starts one by hand. */
export const schedulableKinds = {
  import: ImportDatasetRequest,
  'simulate-hotel': SimulateHotelRequest,
  'simulate-shop': SimulateShopRequest,
  'simulate-rentals': SimulateRentalsRequest,
  'simulate-grocer': SimulateGrocerRequest,
  'materialize-features': MaterializeFeaturesRequest,
  'publish-features': PublishFeaturesRequest,
  'publish-reservations': PublishReservationsRequest,
  'publish-stock': PublishStockRequest,
  'publish-segments': PublishSegmentsRequest,
  'collect-outcomes': CollectOutcomesRequest,
  'run-monitors': RunMonitorsRequest,
  retrain: RetrainModelRequest,
} as const satisfies Record<keyof typeof dataTasks | DomainTask, z.ZodObject>;

export type SchedulableKind = keyof typeof schedulableKinds;

/** What an order by hand is refused for, beside its schema, and no tick would mend. */
const CHECKS: { readonly [Kind in SchedulableKind]?: (request: z.output<(typeof schedulableKinds)[Kind]>) => void } = {
  import: ({ dataset }) => requireImporter(dataset),
  // An instant that is to come now may have passed at the tick.
  'materialize-features': (request) => void materializedInstants(storedView(request.view, 'view'), request, Infinity),
};

/** @throws what an order of this by hand is refused with, where none will ever be taken. */
export function requireRunnable(kind: SchedulableKind, request: object): void {
  const check = CHECKS[kind] as ((request: object) => void) | undefined;
  check?.(request);
}

export function isSchedulable(kind: string): kind is SchedulableKind {
  return Object.hasOwn(schedulableKinds, kind);
}
