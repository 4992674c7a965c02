import { CellRefused, decimal, text, unixSeconds, type CellReader } from '../importing/cells.js';
import type { FileKind, TableColumns } from '../importing/file-kind.js';
import { importStep, makeImporter, type Put } from '../importing/make-importer.js';
import { NO_TIME } from '../records/interaction.js';

interface Rating {
  userId: string;
  movieId: string;
  rating: number;
  timestamp: string;
}

interface Pair {
  user: string;
  item: string;
}

const columns: TableColumns<Rating> = {
  userId: { about: 'user', read: text(32) },
  movieId: { about: 'film', read: text(32) },
  rating: { about: '0.5–5 stars', read: decimal(0.5, 5) },
  timestamp: { about: 'seconds since 1970', read: unixSeconds },
};

const CSV: FileKind<Rating> = { name: 'ratings.csv', about: 'one row a rating, with names of the columns', columns };
const DAT: FileKind<Rating> = {
  name: 'ratings.dat',
  about: 'one row a rating, separated by ::, without names of the columns',
  separator: '::',
  headless: true,
  columns,
};
const TABBED: FileKind<Rating> = {
  name: 'u.data',
  about: 'one row a rating, separated by tabs, without names of the columns; also the test ratings of the NCF protocol',
  separator: '\t',
  headless: true,
  columns,
};
/** Digits alone: the file has no names of columns, and one that has them is no file of pairs. */
const number: CellReader<string> = (cell) => {
  if (!/^\d{1,32}$/.test(cell)) throw new CellRefused('must be a whole number');
  return cell;
};

const PAIRS: FileKind<Pair> = {
  name: 'pairs',
  about: 'one row a user and an item, separated by a tab, without names of the columns: the NCF protocol',
  separator: '\t',
  headless: true,
  columns: { user: { about: 'user', read: number }, item: { about: 'item', read: number } },
};

/**
 * MovieLens, and files of the protocol of Neural Collaborative Filtering made of it. Pairs tell neither rating nor time.
 *
 * @see Harper & Konstan (2015), The MovieLens datasets, ACM TiiS 5; He et al. (2017), Neural Collaborative Filtering, WWW.
 */
export const movielens = makeImporter<null>({
  name: 'movielens',
  description: 'MovieLens ratings (GroupLens), as CSV, .dat or u.data, or the pairs of the NCF protocol',
  tables: ['interactions'],
  memory: () => null,
  steps: [
    ...[CSV, DAT, TABBED].map((file) => importStep<Rating, null>({ file, optional: true, take: putRating })),
    importStep<Pair, null>({ file: PAIRS, optional: true, take: putPair }),
  ],
});

function putRating({ userId, movieId, rating, timestamp }: Rating, put: Put) {
  put('interactions', {
    user_id: userId,
    item_id: movieId,
    interaction_type: 'rating',
    occurred_at: timestamp,
    session_id: null,
    price: null,
    quantity: null,
    rating,
  });
  return undefined;
}

function putPair({ user, item }: Pair, put: Put) {
  put('interactions', {
    user_id: user,
    item_id: item,
    interaction_type: 'interaction',
    occurred_at: NO_TIME,
    session_id: null,
    price: null,
    quantity: null,
    rating: null,
  });
  return undefined;
}
