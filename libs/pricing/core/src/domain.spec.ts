import { describe, expect, it } from '@jest/globals';
import * as core from './index.js';

describe('the domain', () => {
  it('has a name that a database, a gRPC package and an event can be called by', () => {
    expect(core.DOMAIN).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });
});
