export { customerJourneys, type Journey, type JourneyEvent } from './customer-journeys.js';
export { funnelDropOff, type FunnelStep } from './drop-off.js';
export { JourneyBook, type ChannelReach, type CommonPath } from './journey-book.js';
