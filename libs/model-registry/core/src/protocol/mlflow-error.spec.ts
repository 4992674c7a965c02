import { describe, expect, it } from '@jest/globals';
import { DomainError, ERROR_CODES } from '@bellwether/errors';
import { mlflowErrorAnswer } from './mlflow-error.js';

describe('mlflowErrorAnswer', () => {
  it("says what MLflow's clients look for (`mlflow/exceptions.py`)", () => {
    const answered = (code: (typeof ERROR_CODES)[number]) => {
      const { status, body } = mlflowErrorAnswer(new DomainError(code, 'm'));
      return [status, body.error_code];
    };
    expect(answered('ALREADY_EXISTS')).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
    expect(answered('NOT_FOUND')).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(answered('INVALID_ARGUMENT')).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(answered('RESOURCE_EXHAUSTED')).toEqual([429, 'REQUEST_LIMIT_EXCEEDED']);
  });

  it('asks for another try only where one can succeed', () => {
    const repeated = ERROR_CODES.filter((code) => {
      const { status } = mlflowErrorAnswer(new DomainError(code, 'm'));
      return status === 429 || status >= 500;
    });
    expect(repeated).toEqual(['RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED', 'UNAVAILABLE', 'INTERNAL']);
  });

  it('keeps the inside of a bug to itself', () => {
    expect(mlflowErrorAnswer(new DomainError('INTERNAL', 'password=hunter2')).body.message).toBe(
      'Internal server error',
    );
  });
});
