import type { FactName } from '../bookings/facts.js';
import { lossRate, propertyLossRate } from '../history/history-rates.js';
import { HISTORY_ENTITIES } from '../history/history-entities.js';
import type { Feature, NumericFeature } from './feature.js';

/** @param names the column without which the booking has no such entity, and the feature no value. */
function lossRateOf(
  entity: 'agent' | 'company' | 'segment' | 'offer',
  names: 'agent' | 'company' | 'market_segment',
  words: string,
): NumericFeature {
  return {
    kind: 'numeric',
    description: `Share of earlier bookings ${words} that were lost, drawn towards the property's share`,
    unit: '1',
    entity,
    columns: [...HISTORY_ENTITIES[entity].columns] as FactName[],
    histories: [entity, 'property'],
    value: ({ booking, histories }) =>
      booking[names] === null ? NaN : lossRate(histories[entity], histories.property),
  };
}

/** How often like bookings were lost before, over bookings whose arrival had passed. */
export const HISTORY_FEATURES = {
  property_loss_rate: {
    kind: 'numeric',
    description: "Share of the property's earlier bookings that were lost",
    unit: '1',
    entity: 'property',
    columns: ['property'],
    histories: ['property'],
    value: ({ histories }) => propertyLossRate(histories.property),
  },
  agent_loss_rate: lossRateOf('agent', 'agent', 'through the same agent'),
  company_loss_rate: lossRateOf('company', 'company', 'for the same company'),
  segment_loss_rate: lossRateOf('segment', 'market_segment', 'of the same market segment'),
  offer_loss_rate: lossRateOf('offer', 'market_segment', 'of the same segment, deposit and customer type'),
} as const satisfies Record<string, Feature>;
