import { Client, credentials } from '@grpc/grpc-js';

const DEADLINE_MS = 5_000;
const NO_BYTES = Buffer.alloc(0);
/** `list_services` of a grpc.reflection.v1.ServerReflectionRequest: field 7, of no length. */
const LIST_SERVICES = Buffer.from([0x3a, 0x00]);
const SERVING = Buffer.from([0x08, 0x01]);

const asSent = (bytes: Buffer): Buffer => bytes;

async function withClient<T>(address: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(address, credentials.createInsecure());
  try {
    return await ask(client);
  } finally {
    client.close();
  }
}

const deadline = () => ({ deadline: Date.now() + DEADLINE_MS });

/** Whether the standard health service says that the server as a whole serves. */
export function isServing(address: string): Promise<boolean> {
  return withClient(address, (client) => {
    return new Promise((resolve, reject) => {
      const method = '/grpc.health.v1.Health/Check';
      client.makeUnaryRequest(method, asSent, asSent, NO_BYTES, deadline(), (error, answer) =>
        error === null ? resolve(SERVING.equals(answer ?? NO_BYTES)) : reject(error),
      );
    });
  });
}

/** Names of the services that server reflection lists. */
export function reflectedServices(address: string): Promise<string[]> {
  return withClient(address, (client) => {
    return new Promise((resolve, reject) => {
      const method = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
      const stream = client.makeBidiStreamRequest(method, asSent, asSent, deadline());
      stream.once('error', reject);
      // Names stand in the answer as they are; what is between them are tags and lengths.
      stream.once('data', (answer: Buffer) => resolve(answer.toString('latin1').match(/[a-z][\w.]*\.[A-Z]\w+/g) ?? []));
      stream.write(LIST_SERVICES);
      stream.end();
    });
  });
}
