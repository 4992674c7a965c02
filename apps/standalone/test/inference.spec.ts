import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadSync, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { Client, credentials } from '@grpc/grpc-js';
import { inferenceProto, type GetPredictionResponse } from '@bellwether/contracts';
import { eventually, newHome, prepareSmallHotel, removeHome, startStack, type Stack } from './support/stack.js';

let stack: Stack;
let home: string;

beforeAll(async () => {
  home = await newHome();
  stack = await startStack(home);
  await prepareSmallHotel(stack);
}, 120_000);

afterAll(async () => {
  await stack?.end('SIGTERM');
  await removeHome(home);
});

interface Tensor {
  readonly name: string;
  readonly datatype: string;
}

async function v2(path: string, body?: object) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${stack.url}/v2${path}`, init);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked into by the test alone
  return { status: response.status, json: (await response.json()) as any };
}

/** A prediction as it is logged, its input's features among it. */
async function logged(prediction_id: string): Promise<GetPredictionResponse> {
  let found: GetPredictionResponse | undefined;
  await eventually(`${prediction_id} is logged`, async () => {
    found = await stack.http.getPrediction({ prediction_id }).catch(() => undefined);
    return found !== undefined;
  });
  return found!;
}

interface InferAnswer {
  readonly outputs: readonly { readonly contents: { readonly fp64_contents: readonly number[] } }[];
}

function inferOverGrpc(request: object): Promise<InferAnswer> {
  const service = loadSync(inferenceProto, { keepCase: true })['inference.GRPCInferenceService'] as ServiceDefinition;
  const { path, requestSerialize, responseDeserialize } = service['ModelInfer'] as unknown as MethodDefinition<
    object,
    InferAnswer
  >;
  const client = new Client(stack.grpcAddress, credentials.createInsecure());
  return new Promise<InferAnswer>((resolve, reject) =>
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) =>
      error === null ? resolve(answer!) : reject(error),
    ),
  ).finally(() => client.close());
}

it('the same features give the same probability over the domain’s endpoint and the protocol, to the last bit', async () => {
  const { inputs } = (await v2('/models/churn_predictor')).json as { inputs: Tensor[] };
  for (const booking_id of ['BOOK001', 'BOOK002', 'BOOK003']) {
    const answer = await stack.http.predictChurn({ booking_id });
    const { numeric, categorical } = await logged(answer.prediction_id);
    const tensors = inputs.map(({ name, datatype }) => ({
      ...{ name, datatype, shape: [1] },
      value: datatype === 'FP64' ? (numeric[name] ?? null) : (categorical[name] ?? ''),
    }));
    const overHttp = await v2(`/models/churn_predictor/versions/${answer.model_version}/infer`, {
      inputs: tensors.map(({ value, ...tensor }) => ({ ...tensor, data: [value] })),
    });
    expect(overHttp.json).toMatchObject({ outputs: [{ name: 'probability', shape: [1], datatype: 'FP64' }] });
    expect(Object.is(overHttp.json.outputs[0].data[0], answer.churn_probability)).toBe(true);
    const overGrpc = await inferOverGrpc({
      model_name: 'churn_predictor',
      inputs: tensors.map(({ value, ...tensor }) => ({
        ...tensor,
        contents:
          typeof value === 'string' ? { bytes_contents: [Buffer.from(value)] } : { fp64_contents: [value ?? NaN] },
      })),
    });
    expect(Object.is(overGrpc.outputs[0]!.contents.fp64_contents[0], answer.churn_probability)).toBe(true);
  }
});

it('one namespace holds the models of every domain, each name once', async () => {
  const { json } = await v2('/repository/index', {});
  const churn = json.filter(({ name }: { name: string }) => name === 'churn_predictor');
  expect(churn).toMatchObject([{ state: 'READY' }]);
  expect(json.filter(({ name }: { name: string }) => name === 'no_show_predictor')).toMatchObject([
    { version: '', state: 'UNAVAILABLE' },
  ]);
  expect((await v2('/models/no_show_predictor')).status).toBe(503);
  expect(await v2('/models/nobody')).toMatchObject({ status: 404, json: { error: expect.any(String) } });
  const { model_stats } = (await v2('/models/churn_predictor/stats')).json;
  expect(model_stats).toMatchObject([{ inference_count: 6, execution_count: 6 }]);
});
