import { expect, it } from '@jest/globals';
import { DESCRIBED_FEATURES } from '@bellwether/customer-analytics-core';
import { bookingCancellation, bookingNoShow } from '@bellwether/feature-engineering';

it('every feature of the views that are served can be put into words', () => {
  const served = new Set([...bookingCancellation.features, ...bookingNoShow.features]);
  expect([...served].filter((feature) => !DESCRIBED_FEATURES.includes(feature))).toEqual([]);
});
