import type { Operation } from '../operation.js';
import { schemaRef, type JsonSchema } from './components.js';

export interface OpenApiHeader {
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, OpenApiHeader>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds until another try may succeed', schema: { type: 'integer', minimum: 0 } },
} as const;

const problem = (description: string, headers?: OpenApiResponse['headers']): OpenApiResponse => ({
  description,
  ...(headers !== undefined && { headers }),
  content: { 'application/problem+json': { schema: schemaRef('Problem') } },
});

/** The failures that operations share, as components; the key is `Problem<status>`. */
export const PROBLEM_RESPONSES: Readonly<Record<string, OpenApiResponse>> = {
  Problem400: problem('Malformed or invalid: `errors` names each field at fault'),
  Problem401: problem('No valid credentials'),
  Problem403: problem('Not allowed with these credentials'),
  Problem404: problem('Unknown entity'),
  Problem409: problem('In conflict with what is already there or under way'),
  Problem413: problem('Body over the configured limit'),
  Problem422: problem('Well-formed but impossible'),
  Problem429: problem('Too many requests', RETRY_AFTER),
  Problem500: problem('A fault of the service; `instance` finds it in the logs'),
  Problem503: problem('Not ready, for instance while no model is loaded', RETRY_AFTER),
  Problem504: problem('Not answered within the deadline'),
};

/** References to the failures that an operation may answer, by status: only a change can conflict, only a body be too large. */
export function problemResponses({ verb }: Operation, hasBody: boolean): Record<string, { $ref: string }> {
  const possible = Object.keys(PROBLEM_RESPONSES).filter(
    (name) => !(name === 'Problem409' && verb === 'GET') && !(name === 'Problem413' && !hasBody),
  );
  return Object.fromEntries(
    possible.map((name) => [name.slice('Problem'.length), { $ref: `#/components/responses/${name}` }]),
  );
}
