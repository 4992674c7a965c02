import { describe, expect, it } from '@jest/globals';
import { DomainError, ERROR_CODES } from '@bellwether/errors';
import { CommanderError } from 'commander';
import { CommandError, UsageError } from './command-error.js';
import { EXIT, EXIT_OF_ERROR } from './exit-codes.js';
import { describeFailure } from './failure.js';

const told = (error: unknown, debug = false) => describeFailure(error, { debug });
const systemError = (code: string, path?: string) => Object.assign(new Error(`${code}: raw`), { code, path });

describe('failures in words', () => {
  it('shows message, fields and advice, and no stack trace', () => {
    const error = new CommandError('FAILED_PRECONDITION', 'the header does not fit', 'Name the columns.', {
      fields: [{ path: 'adr', message: 'missing column' }],
    });
    expect(told(error)).toEqual({
      exitCode: EXIT.failed,
      text: 'error: the header does not fit\n  adr: missing column\nName the columns.\n',
    });
  });

  it('does not repeat a field whose problem the message tells already', () => {
    const error = new DomainError('INVALID_ARGUMENT', 'rate must be positive', {
      fields: [{ path: 'rate', message: 'must be positive' }],
    });
    expect(told(error).text).toBe('error: rate must be positive\n');
  });

  it('shows the trace and its causes with BELLWETHER_DEBUG alone', () => {
    const error = new DomainError('INTERNAL', 'broken', { cause: new Error('the disk') });
    expect(told(error).text).not.toContain('failure.spec');
    expect(told(error, true).text).toMatch(/failure\.spec[^]*caused by Error: the disk/);
  });

  it('says when to try again', () => {
    const error = new DomainError('RESOURCE_EXHAUSTED', 'busy', { retryAfterSeconds: 5 });
    expect(told(error)).toEqual({ exitCode: EXIT.unavailable, text: 'error: busy\nTry again in 5 s.\n' });
  });

  it('puts the system’s errors into plain words', () => {
    expect(told(systemError('ENOENT', '/x.csv')).text).toBe("error: there is no file or folder '/x.csv'\n");
    expect(told(systemError('EACCES', '/x.csv')).text).toBe("error: no permission for '/x.csv'\n");
    const taken = Object.assign(systemError('EADDRINUSE'), { port: 8002 });
    expect(told(taken).text).toMatch(/port 8002 is taken.*--port/);
  });

  it('owns up to a bug, and says how to see more', () => {
    expect(told(new TypeError('x is undefined'))).toEqual({
      exitCode: EXIT.failed,
      text: 'error: x is undefined\nThis is a fault of the program. BELLWETHER_DEBUG=1 shows where it happened.\n',
    });
    expect(told('a string').text).toMatch(/^error: a string\n/);
  });

  it('tells wrong usage, interruption and help apart by exit code', () => {
    expect(told(new UsageError('name one model')).exitCode).toBe(2);
    expect(told(new DOMException('stop', 'AbortError')).exitCode).toBe(130);
    expect(told(new CommanderError(1, 'commander.unknownOption', 'x'))).toEqual({ exitCode: 2, text: '' });
    expect(told(new CommanderError(0, 'commander.help', ''))).toEqual({ exitCode: 0, text: '' });
  });

  it('ends no failure with the exit code of success', () => {
    expect(ERROR_CODES.map((code) => EXIT_OF_ERROR[code])).not.toContain(EXIT.ok);
  });
});
