import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  evaluateValues,
  valueDeciles,
  type PurchaseLedger,
  type ValueEvaluation,
} from '@bellwether/customer-analytics-core';
import { dayOf, textOfDay } from '@bellwether/feature-engineering';
import { UsageError } from '../command-error.js';
import type { ClvOptions } from '../commands/clv.js';
import { openInput, readWithShare } from '../importing/input-file.js';
import type { Session } from '../session.js';
import { showing } from '../terminal/progress.js';
import { clvCsv } from './clv-csv.js';
import { clvText } from './clv-text.js';
import { customerForecasts } from './customer-forecasts.js';
import { decilePlot } from './decile-plot.js';
import { readPurchases } from './read-purchases.js';

/** Of the work, how much is done when the file is read, and when methods are compared. */
const READ = 0.2;
const COMPARED = 0.7;

/** `bellwether clv`. */
export async function clvFile({ report, path }: Session, options: ClvOptions): Promise<void> {
  const input = await openInput(path(options.data));
  const { result, customers, evaluation } = await showing(
    report.progress,
    `Valuing the customers of ${basename(options.data)}`,
    async (progress) => {
      const bytes = readWithShare(input, (share) => progress.update(READ * share, 'reading'));
      const ledger = await readPurchases(bytes, options);
      const span = checkSpan(ledger, options);
      progress.update(READ, `${ledger.customers.length} customers, comparing methods`);
      const evaluation = evaluateValues(ledger, span.calibrationEnd, span.end, options.seed);
      progress.update(COMPARED, 'forecasting every customer');
      const customers =
        options.out === undefined ? undefined : customerForecasts(ledger, span.end, evaluation, options);
      const value = { result: resultOf(ledger, span, evaluation, options), customers, evaluation };
      return { value, outcome: `${ledger.customers.length} customers` };
    },
  );
  if (customers !== undefined) await writeFile(path(options.out!), clvCsv(customers));
  if (options.plot !== undefined) {
    const deciles = valueDeciles(evaluation, evaluation.best);
    await writeFile(path(options.plot), decilePlot(deciles, { method: evaluation.best, unit: options.value }));
  }
  report.result(result, (result) => clvText(result, options));
}

/** Days since 1970-01-01. */
interface Span {
  readonly start: number;
  readonly calibrationEnd: number;
  readonly end: number;
}

/** @throws UsageError where there is one customer only, or no purchase before or after the calibration. */
function checkSpan({ customers, days }: PurchaseLedger, options: ClvOptions): Span {
  if (customers.length < 2) {
    throw new UsageError(`the file must have two customers or more in ${options.id}, it has ${customers.length}`);
  }
  const start = days.reduce((least, day) => Math.min(least, day), Infinity);
  const end = days.reduce((most, day) => Math.max(most, day), -Infinity);
  const calibrationEnd = dayOf(options.calibrationEnd, '--calibration-end');
  if (!(calibrationEnd > start && calibrationEnd < end)) {
    throw new UsageError(
      `--calibration-end must lie between the first and the last purchase, ${textOfDay(start)} and ${textOfDay(end)}, ` +
        `got ${options.calibrationEnd}`,
    );
  }
  return { start, calibrationEnd, end };
}

export type ClvResult = ReturnType<typeof resultOf>;

function resultOf(ledger: PurchaseLedger, span: Span, evaluation: ValueEvaluation, options: ClvOptions) {
  const { forecasts, actual, horizonWeeks, scores, best } = evaluation;
  const { models, likeliest, weights, refused } = forecasts;
  const total = (column: Float64Array): number => column.reduce((sum, each) => sum + each, 0);
  return {
    customers: ledger.customers.length,
    unit: options.value ?? 'purchases',
    calibration: {
      ...{
        from: textOfDay(span.start),
        to: textOfDay(span.calibrationEnd),
        customers: forecasts.summary.customers.length,
      },
      purchases: total(forecasts.summary.frequency) + forecasts.summary.customers.length,
    },
    hold_out: {
      ...{ from: textOfDay(span.calibrationEnd + 1), to: textOfDay(span.end), weeks: horizonWeeks },
      ...{ purchases: total(actual.purchases), value: total(actual.value) },
    },
    models: Object.entries(models).map(([name, { purchases, spend }]) => ({
      ...{ model: name, parameters: purchases.parameters, standard_errors: purchases.standardErrors },
      ...{ log_likelihood: purchases.logLikelihood, converged: purchases.converged },
      spend: spend.model === 'gamma-gamma' ? { model: spend.model, parameters: spend.parameters } : spend,
    })),
    likeliest,
    methods: scores.map(({ method, purchasesRmse, rmse, mae, gini, decileCalibrationError, totalRatio }) => ({
      method,
      ...(purchasesRmse !== undefined && { purchases_rmse: purchasesRmse }),
      ...{ rmse, mae, gini, decile_calibration_error: decileCalibrationError, total_ratio: totalRatio },
    })),
    best,
    ...(weights && { ensemble_weights: weights }),
    ...(refused !== undefined && { not_learned: refused }),
    deciles: valueDeciles(evaluation, best).map(({ rows, meanPredicted, meanActual, standardError }) => ({
      ...{ customers: rows, predicted: meanPredicted, actual: meanActual, standard_error: standardError },
    })),
  };
}
