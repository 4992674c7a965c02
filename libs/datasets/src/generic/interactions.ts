import { decimal, instant, missingAs, text } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { fileImporter } from '../importing/make-importer.js';
import type { Interaction } from '../records/interaction.js';

const id = text(128);
const optionalNumber = { read: missingAs(null, decimal(-1e9, 1e9)), absent: null };

const FILE: FileKind<Interaction> = {
  name: 'interactions',
  about: 'one row something that a user did with an item',
  columns: {
    user_id: { about: 'user', read: id },
    item_id: { about: 'item', read: id },
    occurred_at: { about: 'instant or day; UTC where it names no zone', read: instant, isTime: true },
    interaction_type: {
      about: 'view, click, cart, purchase, rating, or your own word',
      read: text(64),
      absent: 'interaction',
    },
    session_id: { about: 'session', read: missingAs(null, id), absent: null },
    price: { about: 'that was seen or paid', ...optionalNumber },
    quantity: { about: 'of a purchase', ...optionalNumber },
    rating: { about: 'in your own scale', ...optionalNumber },
  },
};

/** Anyone's interactions, by these columns or by those that a mapping names. */
export const genericInteractions = fileImporter<Interaction>({
  name: 'generic-interactions',
  description: 'Your own interactions of users with items, whose columns a mapping may name',
  tables: ['interactions'],
  file: FILE,
  take(cells, put) {
    put('interactions', cells);
    return undefined;
  },
});
