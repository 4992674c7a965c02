import { useEffect, useRef, useState, type JSX } from 'react';
import { instant, measure } from '../data/format.js';
import { useShade } from '../theme.js';
import type { Drawing } from './draw-lines.js';
import { PALETTES } from './palette.js';
import { describeSeries, thinned, type Series } from './series.js';

interface LineChartProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly axis: 'time' | 'number';
  readonly axisName: string;
  readonly limit?: number | undefined;
}

/** Rows of the table beside a chart; a longer one is thinned. */
const MOST_ROWS = 100;

/** Lines over time or steps, with a sentence and a table for who does not see them. */
export function LineChart({ title, series, axis, axisName, limit }: LineChartProps): JSX.Element {
  const words = describeSeries(series);
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <Canvas label={`${title}. ${words}.`} {...{ series, axis, axisName, limit }} />
      <details>
        <summary>{`${title} as a table`}</summary>
        <PointTable {...{ title, series, axis, axisName }} />
      </details>
    </figure>
  );
}

type CanvasProps = Omit<LineChartProps, 'title'> & { readonly label: string };

function Canvas({ label, series, axis, axisName, limit }: CanvasProps): JSX.Element {
  const element = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing>();
  const shade = useShade();
  useEffect(() => {
    let opened: Drawing | undefined;
    let isGone = false;
    // What draws is the largest part of the page, and loaded when there is something to draw.
    void import('./draw-lines.js').then(({ drawIn }) => {
      if (isGone || element.current === null) return;
      opened = drawIn(element.current);
      setDrawing(opened);
    });
    return () => {
      isGone = true;
      opened?.close();
    };
  }, []);
  useEffect(() => {
    drawing?.draw({ series, axis, axisName, limit, palette: PALETTES[shade] });
  }, [drawing, series, axis, axisName, limit, shade]);
  return <div ref={element} className="chart-canvas" role="img" aria-label={label} />;
}

function PointTable({ title, series, axis, axisName }: Omit<LineChartProps, 'limit'>): JSX.Element {
  const rows = series.flatMap(({ name, points }) =>
    thinned(points, Math.ceil(MOST_ROWS / series.length)).map(([x, y]) => ({ name, x, y })),
  );
  return (
    <div className="table-frame">
      <table>
        <caption className="only-heard">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">{axisName}</th>
            <th scope="col" className="number">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, x, y }, i) => (
            <tr key={i}>
              <td>{name}</td>
              <td>{axis === 'time' ? instant(new Date(x)) : measure(x)}</td>
              <td className="number">{measure(y)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
