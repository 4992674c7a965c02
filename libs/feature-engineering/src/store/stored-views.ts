import type { StoredView } from './stored-view.js';
import { engagementFeatures } from './views/engagement-features.js';
import { hotelGuestFeatures } from './views/hotel-guest-features.js';
import { hotelServiceFeatures } from './views/hotel-service-features.js';
import { propertyFeatures } from './views/property-features.js';
import { roomTypeFeatures } from './views/room-type-features.js';
import { userFeatures } from './views/user-features.js';

/** Every view that is computed, kept and read online, by name; the conformance suite walks this table. */
export const STORED_VIEWS: Readonly<Record<string, StoredView>> = Object.fromEntries(
  [propertyFeatures, userFeatures, engagementFeatures, hotelGuestFeatures, hotelServiceFeatures, roomTypeFeatures].map(
    (view) => [view.name, view],
  ),
);
