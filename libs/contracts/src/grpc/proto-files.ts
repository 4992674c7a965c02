import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** Folder of the committed .proto files, from which they import each other; beside `src` and `dist`. */
export const protoRoot = fileURLToPath(new URL('../../proto', import.meta.url));

/** Path of a domain's .proto file below `protoRoot`: `bellwether/customer_analytics/v1/customer_analytics.proto`. */
export function protoPath(domain: string): string {
  const name = domain.replaceAll('-', '_');
  return `bellwether/${name}/v1/${name}.proto`;
}

/** The .proto files of a domain, as absolute paths. */
export function protoFiles(domain: string): string[] {
  return [join(protoRoot, protoPath(domain))];
}

/** The .proto file of the Open Inference Protocol, a contract of others that is served as it is. */
export const inferenceProto = join(protoRoot, 'inference/grpc_inference.proto');
