import { DomainError } from '@bellwether/errors';
import { mlflowErrorAnswer } from '@bellwether/model-registry-core';
import type { ForeignErrors } from '@bellwether/platform/problems';

const mlflowErrors = (prefix: string): ForeignErrors => ({
  prefix,
  answer: ({ code, detail }) => mlflowErrorAnswer(new DomainError(code, detail)),
});

/** The protocols that the registry speaks beside its own, and how each tells of a failure. */
export const foreignErrors: readonly ForeignErrors[] = [
  mlflowErrors('/api/2.0/'),
  mlflowErrors('/ajax-api/2.0/'),
  mlflowErrors('/api/3.0/'),
  mlflowErrors('/ajax-api/3.0/'),
];
