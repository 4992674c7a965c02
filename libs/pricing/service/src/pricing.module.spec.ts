import { Test, type TestingModule } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DOMAIN } from '@bellwether/pricing-core';
import { PlatformModule } from '@bellwether/platform/bootstrap';
import { HealthRegistry } from '@bellwether/platform/health';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { PricingModule } from './pricing.module.js';

describe('the module of pricing', () => {
  const now = new Date('2026-01-31T00:00:00Z');
  let app: TestingModule;

  beforeAll(async () => {
    const platform = PlatformModule.forRoot({ version: '1', logger: pino({ enabled: false }), clock: () => now });
    app = await Test.createTestingModule({
      imports: [platform, PricingModule.forRoot({ databaseUrl: 'pglite://memory' })],
    }).compile();
    await app.init();
  });
  afterAll(() => app.close());

  const report = () => app.get(HealthRegistry).report('1', now);

  it('is healthy while its database answers', async () => {
    expect(await report()).toMatchObject({
      status: 'healthy',
      checks: { pricing_database: { status: 'ok' } },
    });
  });

  it('is unhealthy without it', async () => {
    const database = app.get<DataSource>(getDataSourceToken(DOMAIN));
    jest.spyOn(database, 'query').mockRejectedValueOnce(new Error('the server has gone'));
    expect(await report()).toMatchObject({
      status: 'unhealthy',
      checks: { pricing_database: { status: 'down' } },
    });
  });
});
