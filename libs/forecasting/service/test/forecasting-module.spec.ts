import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DOMAIN } from '@bellwether/forecasting-core';
import { HealthRegistry } from '@bellwether/platform/health';
import type { DataSource } from 'typeorm';
import { forecastingUnderTest, type ForecastingUnderTest } from './support/forecasting-under-test.js';

describe('the module of forecasting', () => {
  const now = new Date('2026-01-31T00:00:00Z');
  let app: ForecastingUnderTest;

  beforeAll(async () => {
    app = await forecastingUnderTest(() => now);
  });
  afterAll(() => app.stop());

  const database = async () => {
    const health = app.running.app.get(HealthRegistry, { strict: false });
    return (await health.report('1', now)).checks['forecasting_database'];
  };

  it('is healthy while its database answers', async () => {
    expect(await database()).toMatchObject({ status: 'ok' });
  });

  it('is unhealthy without it', async () => {
    const source = app.running.app.get<DataSource>(getDataSourceToken(DOMAIN), { strict: false });
    jest.spyOn(source, 'query').mockRejectedValueOnce(new Error('the server has gone'));
    expect(await database()).toMatchObject({ status: 'down' });
  });
});
