import { Test, type TestingModule } from '@nestjs/testing';
import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DOMAIN } from '@bellwether/forecasting-core';
// The thread of the books is loaded from what was built.
import { ForecastingModule } from '../dist/index.js';
import { PlatformModule } from '@bellwether/platform/bootstrap';
import { HealthRegistry } from '@bellwether/platform/health';
import { PortsModule } from '@bellwether/platform/ports';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';

describe('the module of forecasting', () => {
  const now = new Date('2026-01-31T00:00:00Z');
  let app: TestingModule;

  beforeAll(async () => {
    const platform = PlatformModule.forRoot({ version: '1', logger: pino({ enabled: false }), clock: () => now });
    app = await Test.createTestingModule({
      imports: [
        platform,
        PortsModule.forRoot({ eventsUrl: 'memory://' }),
        ForecastingModule.forRoot({
          databaseUrl: 'pglite://memory',
          registryUrl: 'http://127.0.0.1:1',
          modelPollMs: 60_000,
        }),
      ],
    }).compile();
    await app.init();
  });
  afterAll(() => app.close());

  const report = () => app.get(HealthRegistry).report('1', now);

  it('is healthy while its database answers', async () => {
    expect(await report()).toMatchObject({
      status: 'healthy',
      checks: { forecasting_database: { status: 'ok' } },
    });
  });

  it('is unhealthy without it', async () => {
    const database = app.get<DataSource>(getDataSourceToken(DOMAIN));
    jest.spyOn(database, 'query').mockRejectedValueOnce(new Error('the server has gone'));
    expect(await report()).toMatchObject({
      status: 'unhealthy',
      checks: { forecasting_database: { status: 'down' } },
    });
  });
});
