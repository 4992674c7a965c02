import { Controller, Get, Headers, Res } from '@nestjs/common';
import { API_PREFIX } from '@bellwether/contracts';
import type { FastifyReply } from 'fastify';
import { Allow } from '../auth/access.js';
import { exposition } from './exposition.js';
import { Metrics } from './metrics.js';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get(`${API_PREFIX}/metrics`)
  @Allow('reader')
  async scrape(@Headers('accept') accept: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { contentType, text } = await exposition(this.metrics.registry, accept);
    void reply.header('content-type', contentType).send(text);
  }
}
