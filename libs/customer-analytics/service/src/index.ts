import {
  listBookingsAtRisk,
  predictChurn,
  predictChurnBatch,
  predictNoShow,
  pushBookings,
} from '@bellwether/contracts';

export { CustomerAnalyticsModule, type CustomerAnalyticsOptions } from './customer-analytics.module.js';

/** The operations of this domain that the module serves. */
export const customerAnalyticsOperations = {
  predictChurn,
  predictChurnBatch,
  listBookingsAtRisk,
  predictNoShow,
  pushBookings,
} as const;
