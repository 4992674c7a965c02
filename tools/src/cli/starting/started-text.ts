import type { RiskAnswer } from '../predicting/predict-risk.js';
import { riskText } from '../predicting/risk-text.js';
import type { ModelQuality } from '../training/model-quality.js';
import { qualityText } from '../training/quality-text.js';

/** A stack that answers, and what there is to know about it. */
export interface StartedStack {
  readonly url: string;
  readonly grpc_address: string;
  /** The day that counts as today. */
  readonly as_of: string;
  /** From the command to the first answer; absent where no model is in production. */
  readonly seconds_to_first_answer?: number;
  /** From the command to every model answering. */
  readonly seconds_to_ready: number;
  readonly models: readonly ModelQuality[];
  readonly request: { readonly booking_id: string };
  /** What churn_predictor answers to it; absent where it is not in production. */
  readonly answer?: RiskAnswer;
}

/** What a started stack shows: where it answers, how good its models are, and lines to try. */
export function startedText(stack: StartedStack): string {
  const { url, grpc_address, as_of, models, request, answer } = stack;
  const body = JSON.stringify(request);
  return [
    '',
    `Bellwether answers at ${url} (HTTP) and ${grpc_address} (gRPC).`,
    `First answer after ${stack.seconds_to_first_answer ?? '–'} s, everything ready after ${stack.seconds_to_ready} s. ` +
      `The simulated hotel stands at ${as_of}.`,
    `The console: ${url}/ in a browser. Every operation: ${url}/docs`,
    '',
    qualityText(models),
    '',
    'Try',
    `  curl -s ${url}/api/v1/ml/churn/predict -H 'content-type: application/json' -d '${body}'`,
    `  curl -s '${url}/api/v1/ml/churn/at-risk?days=30&limit=5'`,
    `  curl -s ${url}/api/v1/ml/forecast/occupancy -H 'content-type: application/json' -d '{"forecast_days":30}'`,
    `  grpcurl -plaintext -d '${body}' ${grpc_address} bellwether.customer_analytics.v1.ChurnService/PredictChurn`,
    `  bellwether predict churn ${request.booking_id}`,
    '',
    ...(answer === undefined ? [] : ['The first of these says', indented(riskText('churn', answer)), '']),
    'Ctrl-C stops it.',
  ].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
