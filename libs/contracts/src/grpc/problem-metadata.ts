import { Metadata } from '@grpc/grpc-js';
import type { DomainError, FieldProblem } from '@bellwether/errors';
import { z } from 'zod';

/** Trailing metadata: the fields at fault, a JSON array of { path, message }. */
const ERRORS_KEY = 'bellwether-errors';
/** Trailing metadata: when another try may succeed, in seconds. */
const RETRY_AFTER_KEY = 'retry-after';

/** Peers refuse a header block above 8 KiB, and the failure with it; the problems past this size are left out. */
const MOST_BYTES = 4096;

/** What of a failure does not fit in a gRPC status: a server sends it as trailing metadata. */
export function problemMetadata(error: DomainError): Metadata {
  const metadata = new Metadata();
  if (error.fields.length > 0) metadata.set(ERRORS_KEY, toAscii(error.fields));
  if (error.retryAfterSeconds !== undefined) metadata.set(RETRY_AFTER_KEY, String(error.retryAfterSeconds));
  return metadata;
}

/** Metadata values are ASCII; JSON's own escapes carry the rest. */
function toAscii(fields: readonly FieldProblem[]): string {
  const problems: string[] = [];
  let bytes = 2;
  for (const { path, message } of fields) {
    const problem = JSON.stringify({ path, message }).replace(
      /[^ -~]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    bytes += problem.length + 1;
    if (bytes > MOST_BYTES) break;
    problems.push(problem);
  }
  return `[${problems.join(',')}]`;
}

const FieldProblems = z.array(z.object({ path: z.string(), message: z.string() }));

/** Reads what `problemMetadata` wrote; metadata of another origin counts for nothing rather than hide the failure. */
export function readProblemMetadata(metadata: Metadata): { fields: FieldProblem[]; retryAfterSeconds?: number } {
  const seconds = Number(metadata.get(RETRY_AFTER_KEY)[0] ?? NaN);
  return { fields: readFields(metadata.get(ERRORS_KEY)[0]), ...(seconds >= 0 && { retryAfterSeconds: seconds }) };
}

function readFields(value: string | Buffer | undefined): FieldProblem[] {
  try {
    return FieldProblems.parse(JSON.parse(String(value ?? '[]')));
  } catch {
    return [];
  }
}
