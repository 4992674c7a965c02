import type { JSX } from 'react';
import type { ListPromotionsResponse } from '@bellwether/contracts';
import { duration, instant, span } from '../data/format.js';
import { productionSpans } from './production-spans.js';

type Promotions = ListPromotionsResponse['promotions'];

/** Which version was in production from when to when, newest first. */
export function ProductionHistory({ promotions }: { readonly promotions: Promotions }): JSX.Element {
  return (
    <ol className="timeline">
      {productionSpans(promotions).map(({ version, from, to }) => (
        <li key={from.getTime()} data-now={to === undefined || undefined}>
          <strong>{version === undefined ? 'None' : `Version ${version}`}</strong>
          <span>{to === undefined ? `since ${instant(from)}` : span(from, to)}</span>
          {to !== undefined && <span className="quiet">{duration(to.getTime() - from.getTime())}</span>}
        </li>
      ))}
    </ol>
  );
}
