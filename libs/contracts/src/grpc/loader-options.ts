import type { Options } from '@grpc/proto-loader';
import { protoRoot } from './proto-files.js';

const common: Options = { keepCase: true, longs: Number, enums: String, includeDirs: [protoRoot] };

/**
 * How @grpc/proto-loader must read the .proto files.
 *
 * A client decodes only what was sent; `fromWire` then restores from the schema what proto3 leaves out.
 *
 * A server hands the decoded request to the schema as it is, so a required scalar, list or map that proto3 left out
 * (because it is zero or empty) must be there. What the schema calls optional or gives a default is `optional` in the
 * .proto, has presence, and stays absent when it was not sent: the schema's default applies, as over HTTP.
 */
export const LOADER_OPTIONS: Readonly<Record<'client' | 'server', Options>> = {
  client: { ...common, defaults: false },
  server: { ...common, defaults: true, arrays: true, objects: true },
};
