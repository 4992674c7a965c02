import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { lintDockerfile, RULES } from './dockerfile-rules.js';

const DOCKERFILE = readFileSync(new URL('../../../docker/Dockerfile', import.meta.url), 'utf8');
const good = [
  'FROM node:24.11.1-bookworm-slim',
  'WORKDIR /app',
  'USER 10001',
  'HEALTHCHECK CMD ["true"]',
  'CMD ["node"]',
];
const withLine = (line: string) => [good[0], line, ...good.slice(1)].join('\n');
const without = (start: string) => good.filter((line) => !line.startsWith(start)).join('\n');

/** For each rule, a Dockerfile that breaks it and no other. */
const BAD: Readonly<Record<keyof typeof RULES, string>> = {
  DL3000: withLine('WORKDIR app'),
  DL3002: [...good, 'USER root'].join('\n'),
  DL3004: withLine('RUN sudo true'),
  DL3006: good.join('\n').replace(':24.11.1-bookworm-slim', ''),
  DL3007: good.join('\n').replace('24.11.1-bookworm-slim', 'latest'),
  DL3008: withLine('RUN apt-get update && apt-get install --no-install-recommends tini && rm -rf /var/lib/apt/lists/*'),
  DL3009: withLine('RUN apt-get update'),
  DL3015: withLine('RUN apt-get install tini=0.19'),
  DL3020: withLine('ADD package.json /app/'),
  DL3025: good.join('\n').replace('["node"]', 'node'),
  DL3057: without('HEALTHCHECK'),
  DL4000: withLine('MAINTAINER someone'),
  DL4003: [...good, 'CMD ["other"]'].join('\n'),
  DL4006: withLine('RUN cat a | sort'),
};

describe('the Dockerfile of the apps', () => {
  it('breaks no rule', () => {
    expect(lintDockerfile(DOCKERFILE)).toEqual([]);
    expect(validate(DOCKERFILE)).toEqual([]);
  });
});

describe('rules of Dockerfiles', () => {
  it('have nothing against a good one', () => {
    expect(lintDockerfile(good.join('\n'))).toEqual([]);
  });

  it.each(Object.keys(RULES))('%s refuses what breaks it', (rule) => {
    expect(lintDockerfile(BAD[rule]!).map((finding) => finding.rule)).toEqual([rule]);
  });

  it('see the image behind an argument, and a last stage without a user', () => {
    const source = [
      'ARG IMAGE=node:latest',
      'FROM ${IMAGE} AS build',
      'USER 10001',
      'FROM build',
      ...good.slice(3),
    ].join('\n');
    expect(lintDockerfile(source).map((finding) => finding.rule)).toEqual(['DL3007', 'DL3002']);
  });
});
