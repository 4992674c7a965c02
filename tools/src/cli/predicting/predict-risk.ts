import { createGrpcClient, type PredictChurnResponse } from '@bellwether/contracts';
import { DomainError } from '@bellwether/errors';
import { CommandError } from '../command-error.js';
import type { PredictOptions } from '../commands/predict.js';
import type { Session } from '../session.js';
import { withStack } from '../stack/connect-stack.js';
import type { ApiClient, Stack } from '../stack/stack.js';
import { riskText } from './risk-text.js';
import { untilLoaded } from './until-loaded.js';

export type Risk = 'churn' | 'no-show';

/** The model behind each risk. */
const MODEL: Readonly<Record<Risk, string>> = { churn: 'churn_predictor', 'no-show': 'no_show_predictor' };
/** How a registry says that a model, or its alias, is not there; MLflow calls an absent alias an invalid parameter. */
const NO_CHAMPION: ReadonlySet<string> = new Set(['NOT_FOUND', 'INVALID_ARGUMENT']);

const GRPC_TIMEOUT_MS = 30_000;

/** `bellwether predict churn|no-show`: one booking, over HTTP or gRPC. */
export async function predictRisk(
  session: Session,
  risk: Risk,
  booking: string,
  { features, grpc }: PredictOptions,
): Promise<void> {
  const question = { booking_id: booking, ...(features !== undefined && { features }) };
  const answer = await withStack(session, async (stack) => {
    if (stack.isOwn) await requireChampion(stack, MODEL[risk]);
    const once = () => (grpc ? overGrpc(stack, (api) => ask(api, risk, question)) : ask(stack.api, risk, question));
    // A stack started for this command is still loading its models; one that runs says at once when it has none.
    return stack.isOwn ? untilLoaded(session.host, once) : once();
  });
  session.report.result(answer, (result) => riskText(risk, result));
}

/** Nothing would ever load without one. */
async function requireChampion({ registry }: Stack, model: string): Promise<void> {
  try {
    await registry.models.byAlias(model, 'champion');
  } catch (error) {
    if (!(error instanceof DomainError) || !NO_CHAMPION.has(error.code)) throw error;
    throw new CommandError(
      'FAILED_PRECONDITION',
      `no version of ${model} is in production`,
      `Train one: bellwether train ${model}`,
    );
  }
}

type Question = Parameters<ApiClient['predictChurn']>[0];
/** What the two answers have in common; the probability is named after the risk. */
export type RiskAnswer = Omit<PredictChurnResponse, 'churn_probability'> & {
  readonly churn_probability?: number;
  readonly no_show_probability?: number;
};

function ask(
  api: Pick<ApiClient, 'predictChurn' | 'predictNoShow'>,
  risk: Risk,
  question: Question,
): Promise<RiskAnswer> {
  return risk === 'churn' ? api.predictChurn(question) : api.predictNoShow(question);
}

async function overGrpc<T>(
  { grpcAddress, apiKey }: Stack,
  work: (api: Pick<ApiClient, 'predictChurn' | 'predictNoShow'>) => Promise<T>,
): Promise<T> {
  if (grpcAddress === undefined) {
    throw new CommandError(
      'FAILED_PRECONDITION',
      'the gRPC address of the stack is not known',
      'Set BELLWETHER_GRPC=host:port beside --url.',
    );
  }
  const client = createGrpcClient({
    address: grpcAddress,
    timeoutMs: GRPC_TIMEOUT_MS,
    domain: 'customer-analytics',
    ...(apiKey !== undefined && { apiKey }),
  });
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
