import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { loadSync, type MethodDefinition, type ServiceDefinition } from '@grpc/proto-loader';
import { inferenceProto } from '@bellwether/contracts';

type Message = Record<string, unknown>;

/** A client of the protocol's service, as any is that was made from its .proto file; 64 bits are text to it. */
export class InferenceClient {
  private readonly client: Client;
  private readonly service: ServiceDefinition;

  constructor(address: string) {
    this.client = new Client(address, credentials.createInsecure());
    const options = { keepCase: true, longs: String, defaults: true, arrays: true, oneofs: true };
    this.service = loadSync(inferenceProto, options)['inference.GRPCInferenceService'] as ServiceDefinition;
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into by tests alone
  call(method: string, request: Message = {}): Promise<any> {
    const { path, requestSerialize, responseDeserialize } = this.service[method] as MethodDefinition<Message, Message>;
    return new Promise((resolve, reject) =>
      this.client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline: Date.now() + 10_000 },
        (error: ServiceError | null, answer?: Message) => (error === null ? resolve(answer) : reject(error)),
      ),
    );
  }

  close(): void {
    this.client.close();
  }
}
