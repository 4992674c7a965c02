import type { TableLayout } from '../tables/table-layout.js';

/** Something that a user did with an item, as every source delivers it; what a source does not know is null. */
export interface Interaction {
  readonly user_id: string;
  readonly item_id: string;
  /** `view`, `click`, `cart`, `purchase`, `rating`, or a source's own word. */
  readonly interaction_type: string;
  /** Instant, UTC. 1970-01-01T00:00:00Z where a source tells no time: before everything that has one. */
  readonly occurred_at: string;
  readonly session_id: string | null;
  readonly price: number | null;
  readonly quantity: number | null;
  /** In the source's own scale. */
  readonly rating: number | null;
}

/** What {@link Interaction.occurred_at} says where a source tells no time. */
export const NO_TIME = '1970-01-01T00:00:00Z';

export const INTERACTIONS_TABLE = {
  name: 'interactions',
  columns: {
    user_id: 'text',
    item_id: 'text',
    interaction_type: 'label',
    occurred_at: 'instant',
    session_id: 'text?',
    price: 'number?',
    quantity: 'number?',
    rating: 'number?',
  },
  order: ['user_id', 'occurred_at', 'item_id'],
} as const satisfies TableLayout<Interaction>;
