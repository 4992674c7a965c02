import { Controller, Get, Res } from '@nestjs/common';
import { API_PREFIX } from '@bellwether/contracts';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics.js';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get(`${API_PREFIX}/metrics`)
  async scrape(@Res() reply: FastifyReply): Promise<void> {
    const text = await this.metrics.registry.metrics();
    void reply.header('content-type', this.metrics.registry.contentType).send(text);
  }
}
