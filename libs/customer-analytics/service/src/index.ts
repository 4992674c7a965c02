import {
  attributeConversions,
  exportSegmentCsv,
  getCohortRetention,
  getCustomerSegment,
  listAudience,
  listBookingsAtRisk,
  listJourneys,
  listSegments,
  predictChurn,
  predictChurnBatch,
  predictNoShow,
  pushBookings,
  pushSegments,
} from '@bellwether/contracts';

export { CustomerAnalyticsModule, type CustomerAnalyticsOptions } from './customer-analytics.module.js';

/** The operations of this domain that the module serves. */
export const customerAnalyticsOperations = {
  predictChurn,
  predictChurnBatch,
  listBookingsAtRisk,
  predictNoShow,
  pushBookings,
  listSegments,
  getCustomerSegment,
  listAudience,
  exportSegmentCsv,
  pushSegments,
  getCohortRetention,
  listJourneys,
  attributeConversions,
} as const;
