import { Test, type TestingModule } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DOMAIN } from '@bellwether/recommendation-core';
import { PlatformModule } from '@bellwether/platform/bootstrap';
import { HealthRegistry } from '@bellwether/platform/health';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { RecommendationModule } from './recommendation.module.js';

describe('the module of recommendation', () => {
  const now = new Date('2026-01-31T00:00:00Z');
  let app: TestingModule;

  beforeAll(async () => {
    const platform = PlatformModule.forRoot({ version: '1', logger: pino({ enabled: false }), clock: () => now });
    app = await Test.createTestingModule({
      imports: [platform, RecommendationModule.forRoot({ databaseUrl: 'pglite://memory' })],
    }).compile();
    await app.init();
  });
  afterAll(() => app.close());

  const report = () => app.get(HealthRegistry).report('1', now);

  it('is healthy while its database answers', async () => {
    expect(await report()).toMatchObject({
      status: 'healthy',
      checks: { recommendation_database: { status: 'ok' } },
    });
  });

  it('is unhealthy without it', async () => {
    const database = app.get<DataSource>(getDataSourceToken(DOMAIN));
    jest.spyOn(database, 'query').mockRejectedValueOnce(new Error('the server has gone'));
    expect(await report()).toMatchObject({
      status: 'unhealthy',
      checks: { recommendation_database: { status: 'down' } },
    });
  });
});
