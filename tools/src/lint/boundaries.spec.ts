import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BOUNDARIES = '@nx/enforce-module-boundaries';

interface Fault {
  readonly rule: string | null;
  readonly message: string;
}

/**
 * What lint says of files with these texts. They are planted in lint alone, not in the tree, where a build or a test
 * beside this one would find them.
 */
function faultsOf(plants: readonly Plant[]): Fault[][] {
  const input = JSON.stringify(plants.map(({ in: folder, text }) => ({ path: `${folder}/planted.ts`, text })));
  const env = { ...process.env, NX_DAEMON: 'false' };
  const lint = ['tools/test/lint-texts.mjs'];
  return JSON.parse(execFileSync(process.execPath, lint, { cwd: ROOT, input, env, encoding: 'utf8' })) as Fault[][];
}

interface Plant {
  readonly what: string;
  /** Folder in which the file stands. */
  readonly in: string;
  readonly text: string;
  /** The rules that refuse it, and words of what they say. */
  readonly refusedBy: readonly { readonly rule: string; readonly saying: string }[];
}

const importing = (module: string) => `import { planted } from '${module}';\nexport const used = planted;\n`;
const boundary = (saying: string) => [{ rule: BOUNDARIES, saying }];

const KERNEL = 'libs/model-kernel/src/metrics';
const CORE = 'libs/customer-analytics/core/src';

const REFUSED: readonly Plant[] = [
  {
    what: 'a kernel that imports Nest',
    in: KERNEL,
    text: importing('@nestjs/common'),
    refusedBy: boundary('"type:kernel" is not allowed to import "@nestjs/common"'),
  },
  {
    what: 'a kernel that imports the platform',
    in: KERNEL,
    text: importing('@bellwether/platform/config'),
    refusedBy: boundary('Circular dependency between "model-kernel" and "platform"'),
  },
  {
    what: 'a core that imports the platform',
    in: CORE,
    text: importing('@bellwether/platform/config'),
    refusedBy: boundary('"type:core" can only depend on'),
  },
  {
    what: 'a core that imports TypeORM',
    in: CORE,
    text: importing('typeorm'),
    refusedBy: boundary('"type:core" is not allowed to import "typeorm"'),
  },
  {
    what: 'a service that imports the core of another domain',
    in: 'libs/model-registry/service/src',
    text: importing('@bellwether/customer-analytics-core'),
    refusedBy: boundary('"domain:model-registry" can not depend on'),
  },
  {
    what: 'a service that imports the service of another domain',
    in: 'libs/worker/service/src',
    text: importing('@bellwether/customer-analytics-service'),
    refusedBy: boundary('can only depend on'),
  },
  {
    what: 'contracts that import an importer',
    in: 'libs/contracts/src',
    text: importing('@bellwether/datasets'),
    refusedBy: boundary('"type:contracts" can only depend on'),
  },
  {
    what: 'an app that imports a core past its service',
    in: 'apps/customer-analytics/src',
    text: importing('@bellwether/customer-analytics-core'),
    refusedBy: boundary('"type:app" can only depend on'),
  },
  {
    what: 'a lib reached into by a relative path',
    in: CORE,
    text: importing('../../../errors/src/index.js'),
    refusedBy: boundary('cannot be imported by a relative'),
  },
  ...[KERNEL, CORE].flatMap((folder): Plant[] => [
    {
      what: `a file read in ${folder}`,
      in: folder,
      text: importing('node:fs'),
      refusedBy: [{ rule: 'no-restricted-imports', saying: "'node:fs' import is restricted" }],
    },
    {
      what: `unseeded chance in ${folder}`,
      in: folder,
      text: 'export const chance = (): number => Math.random();\n',
      refusedBy: [{ rule: 'no-restricted-properties', saying: "'Math.random' is restricted" }],
    },
    {
      what: `the environment read in ${folder}`,
      in: folder,
      text: "export const home = (): string | undefined => process.env['HOME'];\n",
      refusedBy: [
        { rule: 'no-restricted-globals', saying: "'process'" },
        { rule: 'no-restricted-properties', saying: "'process.env' is restricted" },
      ],
    },
  ]),
  {
    what: 'the environment read in a service',
    in: 'libs/worker/service/src',
    text: "export const home = (): string | undefined => process.env['HOME'];\n",
    refusedBy: [{ rule: 'no-restricted-properties', saying: "'process.env' is restricted" }],
  },
];

const INNOCENT: readonly Plant[] = [
  { what: 'a kernel that imports errors', in: KERNEL, text: importing('@bellwether/errors'), refusedBy: [] },
  {
    what: 'a core that imports a kernel',
    in: CORE,
    text: importing('@bellwether/model-kernel/metrics'),
    refusedBy: [],
  },
  {
    what: 'a service that imports its core, the contracts, the platform and Nest',
    in: 'libs/model-registry/service/src',
    text: `import { planted } from '@bellwether/model-registry-core';
import { other } from '@bellwether/contracts';
import { another } from '@bellwether/platform/config';
import { Injectable } from '@nestjs/common';
export const used = [planted, other, another, Injectable];
`,
    refusedBy: [],
  },
];

const CLOCKS: readonly Plant[] = ['Date', 'performance'].map((clock) => ({
  what: `${clock}.now() in a kernel`,
  in: KERNEL,
  text: `export const now = (): number => ${clock}.now();\n`,
  refusedBy: [{ rule: 'no-restricted-properties', saying: `'${clock}.now' is restricted` }],
}));

describe('lint', () => {
  // One process for all: reading the project graph takes longer than linting.
  const plants = [...REFUSED, ...INNOCENT, ...CLOCKS];
  let faults: ReadonlyMap<string, readonly Fault[]>;
  beforeAll(() => {
    faults = new Map(faultsOf(plants).map((found, i) => [plants[i]!.what, found]));
  });

  it.each(REFUSED)('refuses $what', expectRefusal);
  it.each(INNOCENT)('lets $what pass', expectRefusal);
  it.each(CLOCKS)('refuses $what', expectRefusal);

  function expectRefusal({ what, refusedBy }: Plant): void {
    expect(faults.get(what)).toEqual(
      refusedBy.map(({ rule, saying }) => ({ rule, message: expect.stringContaining(saying) })),
    );
  }
});
