import { useState, type JSX } from 'react';
import type { mlflow } from '@bellwether/contracts';
import { Section } from '../parts/section.js';
import { MetricChart } from './metric-chart.js';
import { rankedMetrics } from './metric-columns.js';

/** Charts that are drawn before more are asked for: each is a call for each run. */
const FIRST_CHARTS = 6;

interface ChartedMetricsProps {
  readonly runs: readonly mlflow.Run[];
  readonly everyMs?: number | undefined;
}

/** Charts of the metrics that were logged over steps. A metric whose last step is the first has no course to draw. */
export function ChartedMetrics({ runs, everyMs }: ChartedMetricsProps): JSX.Element | null {
  const [most, setMost] = useState(FIRST_CHARTS);
  const names = rankedMetrics(
    runs.map(({ data }) => data.metrics.filter(({ step }) => step > 0).map(({ key }) => key)),
  );
  if (names.length === 0) return null;
  return (
    <Section title="Over steps">
      <div className="charts">
        {names.slice(0, most).map((name) => (
          <MetricChart key={name} runs={runs} metric={name} everyMs={everyMs} />
        ))}
      </div>
      {names.length > most && (
        <button type="button" onClick={() => setMost(most + FIRST_CHARTS)}>
          Show more of {names.length} metrics
        </button>
      )}
    </Section>
  );
}
