import type { JSX, ReactNode } from 'react';
import { nextOrder, parseOrder, sorted, writeOrder, type Order, type SortValue } from '../data/sort.js';
import { useParameter } from '../routing/use-route.js';

export interface Column<Row> {
  /** Of the address, where the table is ordered by it. */
  readonly key: string;
  readonly title: string;
  /** What the column is ordered by, and shown where `show` does not say otherwise; without it, it orders nothing. */
  readonly value?: (row: Row) => SortValue;
  readonly show?: (row: Row) => ReactNode;
  /** Numbers stand at the end of their column, so that their places are under each other. */
  readonly isNumber?: boolean;
  /** Left out on a phone; what it says is on the row's own page. */
  readonly isMinor?: boolean;
}

interface DataTableProps<Row> {
  /** What the table is of, for who hears it. */
  readonly caption: string;
  readonly rows: readonly Row[];
  /** The first names the row. */
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** As an address has it: `-started`. */
  readonly order: string;
  /** Name of the order in the address; another for each table of a page. */
  readonly orderName?: string;
}

/** A table whose columns order it; the order is part of the address. */
export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  const { caption, rows, columns, keyOf, orderName = 'sort' } = props;
  const [chosen, choose] = useParameter(orderName);
  const order = parseOrder(chosen ?? props.order);
  const by = columns.find(({ key }) => key === order?.by);
  const inOrder = by?.value === undefined ? rows : sorted(rows, by.value, order?.isDescending === true);
  const orderBy = (key: string) => choose(writeOrder(nextOrder(order, key)));
  return (
    <div className="table-frame">
      <table>
        <caption className="only-heard">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column.key} column={column} order={order} orderBy={orderBy} />
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.key} scope="row" className={classOf(column)}>
                    {shown(column, row)}
                  </th>
                ) : (
                  <td key={column.key} className={classOf(column)}>
                    {shown(column, row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
  readonly orderBy: (key: string) => void;
}

function Heading<Row>({ column, order, orderBy }: HeadingProps<Row>): JSX.Element {
  if (column.value === undefined) {
    return (
      <th scope="col" className={classOf(column)}>
        {column.title}
      </th>
    );
  }
  const isChosen = order?.by === column.key;
  const direction = order?.isDescending === true ? 'descending' : 'ascending';
  return (
    <th scope="col" className={classOf(column)} aria-sort={isChosen ? direction : 'none'}>
      <button type="button" className="order" onClick={() => orderBy(column.key)}>
        {column.title}
        <span aria-hidden="true" className="arrow">
          {isChosen ? (direction === 'descending' ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}

function shown<Row>({ value, show }: Column<Row>, row: Row): ReactNode {
  return show === undefined ? value?.(row) : show(row);
}

function classOf<Row>({ isNumber = false, isMinor = false }: Column<Row>): string {
  return [isNumber && 'number', isMinor && 'minor'].filter(Boolean).join(' ');
}
