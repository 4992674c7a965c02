import { isoDate, type Day } from '../calendar/day.js';
import { date, decimal, missingAs, number, oneOf, whole } from '../importing/cells.js';
import type { FileKind } from '../importing/file-kind.js';
import { importStep, makeImporter } from '../importing/make-importer.js';

interface Sales {
  Store: number;
  Dept: number;
  Date: Day;
  Weekly_Sales: number;
  IsHoliday: number;
}

const MARKDOWNS = ['MarkDown1', 'MarkDown2', 'MarkDown3', 'MarkDown4', 'MarkDown5'] as const;
/** Of a store and a week, by what the series are to call them. */
const FACTS = {
  Temperature: 'temperature',
  Fuel_Price: 'fuel_price',
  MarkDown1: 'markdown_1',
  MarkDown2: 'markdown_2',
  MarkDown3: 'markdown_3',
  MarkDown4: 'markdown_4',
  MarkDown5: 'markdown_5',
  CPI: 'cpi',
  Unemployment: 'unemployment',
} as const;
type Fact = keyof typeof FACTS;

type Features = { Store: number; Date: Day; IsHoliday: number } & { [F in Fact]: number | null };

interface Store {
  Store: number;
  Type: string;
  Size: number;
}

const store = { about: 'store, 1–45', read: whole(1, 10_000) };
const week = { about: 'Friday on which the week ends', read: date };
const holiday = { about: 'whether the week has a holiday: TRUE, FALSE', read: number };
const fact = (about: string) => ({ about, read: missingAs(null, number) });

const SALES: FileKind<Sales> = {
  name: 'sales',
  about: 'one row a store, department and week',
  columns: {
    Store: store,
    Dept: { about: 'department', read: whole(1, 10_000) },
    Date: week,
    Weekly_Sales: { about: 'USD; negative where more came back', read: decimal(-1e9, 1e9) },
    IsHoliday: holiday,
  },
};

const FEATURES: FileKind<Features> = {
  name: 'features',
  about: 'one row a store and week',
  columns: {
    Store: store,
    Date: week,
    Temperature: fact('°F'),
    Fuel_Price: fact('USD a gallon'),
    ...(Object.fromEntries(MARKDOWNS.map((name) => [name, fact('amount of a promotion, NA before November 2011')])) as {
      [M in (typeof MARKDOWNS)[number]]: ReturnType<typeof fact>;
    }),
    CPI: fact('consumer price index'),
    Unemployment: fact('%'),
    IsHoliday: holiday,
  },
};

const STORES: FileKind<Store> = {
  name: 'stores',
  about: 'one row a store',
  columns: {
    Store: store,
    Type: { about: 'A, B or C', read: oneOf({ A: 'A', B: 'B', C: 'C' }) },
    Size: { about: 'square feet', read: whole(1, 10_000_000) },
  },
};

interface Memory {
  /** Square feet, by store. */
  readonly sizes: Map<number, number>;
  /** By store and week. */
  readonly facts: Map<string, Readonly<Record<string, number>>>;
}

const key = ({ Store, Date }: { readonly Store: number; readonly Date: Day }): string => `${Store} ${Date}`;

/**
 * Walmart's weekly sales, a series for each store and department, with what is known of the store and week beside.
 *
 * @see Kaggle (2014), Walmart Recruiting – Store Sales Forecasting.
 */
export const walmart = makeImporter<Memory>({
  name: 'walmart',
  description: 'Walmart weekly sales (Kaggle 2014): sales, with features and stores where they are given',
  tables: ['series'],
  memory: () => ({ sizes: new Map(), facts: new Map() }),
  steps: [
    importStep<Store, Memory>({
      file: STORES,
      optional: true,
      take({ Store, Size }, _, { memory }) {
        memory.sizes.set(Store, Size);
        return undefined;
      },
    }),
    importStep<Features, Memory>({
      file: FEATURES,
      optional: true,
      take(cells, _, { memory }) {
        memory.facts.set(key(cells), knownOf(cells));
        return undefined;
      },
    }),
    importStep<Sales, Memory>({
      file: SALES,
      take(cells, put, { memory }) {
        const size = memory.sizes.get(cells.Store);
        put('series', {
          series_id: `${cells.Store}/${cells.Dept}`,
          observed_on: isoDate(cells.Date),
          value: cells.Weekly_Sales,
          regressors: {
            is_holiday: cells.IsHoliday,
            ...(size !== undefined && { store_size: size }),
            ...memory.facts.get(key(cells)),
          },
        });
        return undefined;
      },
    }),
  ],
});

function knownOf(cells: Features): Record<string, number> {
  const entries = Object.entries(FACTS).map(([column, name]) => [name, cells[column as Fact]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [(typeof entry)[0], number] => entry[1] !== null));
}
