import type { FirstAnswer } from './first-answer.js';
import { riskText } from '../predicting/risk-text.js';
import type { ModelQuality } from '../training/model-quality.js';
import { qualityText } from '../training/quality-text.js';

/** A stack that answers, and what there is to know about it. */
export interface StartedStack extends FirstAnswer {
  readonly url: string;
  readonly grpc_address: string;
  /** The day that counts as today. */
  readonly as_of: string;
  readonly seconds_to_first_answer: number;
  readonly models: readonly ModelQuality[];
}

/** What a started stack shows: where it answers, how good its models are, and lines to try. */
export function startedText(stack: StartedStack): string {
  const { url, grpc_address, as_of, seconds_to_first_answer, models, request, answer } = stack;
  const body = JSON.stringify(request);
  return [
    '',
    `Bellwether answers at ${url} (HTTP) and ${grpc_address} (gRPC), after ${seconds_to_first_answer} s.`,
    `The simulated hotel stands at ${as_of}. API: ${url}/docs`,
    '',
    qualityText(models),
    '',
    'Try',
    `  curl -s ${url}/api/v1/ml/churn/predict -H 'content-type: application/json' -d '${body}'`,
    `  curl -s '${url}/api/v1/ml/churn/at-risk?days=30&limit=5'`,
    `  grpcurl -plaintext -d '${body}' ${grpc_address} bellwether.customer_analytics.v1.ChurnService/PredictChurn`,
    `  bellwether predict churn ${request.booking_id}`,
    '',
    'The first of these says',
    indented(riskText('churn', answer)),
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
