import type { PipeTransform } from '@nestjs/common';
import { DomainError, type FieldProblem } from '@bellwether/errors';
import type { z } from 'zod';

/** How many faults one answer lists. */
const MOST_FIELDS = 20;

/** Parses a request by its schema, once, and refuses it with the full path of every field at fault. */
export class ContractPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  constructor(private readonly schema: Schema) {}

  transform(value: unknown): z.output<Schema> {
    const parsed = this.schema.safeParse(value ?? {});
    if (parsed.success) return parsed.data;
    throw invalidRequest(parsed.error.issues);
  }
}

export function invalidRequest(issues: readonly z.core.$ZodIssue[]): DomainError {
  const fields = issues.flatMap(fieldProblems).slice(0, MOST_FIELDS);
  const detail = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  return new DomainError('INVALID_ARGUMENT', detail, { fields });
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: dotted([...issue.path, key]), message: 'unknown field' }));
  }
  if (issue.code === 'invalid_key') return [{ path: dotted(issue.path), message: 'not a permitted name' }];
  return [{ path: dotted(issue.path), message: issue.message }];
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');
