import { existsSync, readdirSync } from 'node:fs';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom: app → service → core and kernel; domains meet only in contracts. */
const LAYERS = {
  'type:errors': [],
  'type:contracts': ['type:errors'],
  'type:kernel': ['type:errors'],
  'type:core': ['type:errors', 'type:kernel'],
  'type:datasets': ['type:errors', 'type:kernel'],
  'type:features': ['type:errors', 'type:kernel'],
  'type:client': ['type:errors', 'type:contracts'],
  'type:platform': ['type:errors', 'type:kernel', 'type:contracts', 'type:client'],
  'type:service': [
    'type:errors',
    'type:kernel',
    'type:contracts',
    'type:core',
    'type:datasets',
    'type:features',
    'type:client',
    'type:platform',
  ],
  'type:app': ['type:errors', 'type:contracts', 'type:platform', 'type:client', 'type:service', 'type:app'],
  'type:tools': [
    'type:errors',
    'type:core',
    'type:kernel',
    'type:contracts',
    'type:datasets',
    'type:features',
    'type:client',
    'type:platform',
    'type:service',
    'type:app',
  ],
};
/** Every folder of `libs` with a service: a new domain is kept from the others without a line here. */
const LIBS = new URL('libs/', import.meta.url);
const DOMAINS = readdirSync(LIBS).filter((name) => existsSync(new URL(`${name}/service/package.json`, LIBS)));

/** What a pure library may take from outside the workspace. */
const PURE = ['fast-check', '@jest/globals', 'onnxruntime-node', 'onnx-proto'];

const depConstraints = [
  ...Object.entries(LAYERS).map(([sourceTag, onlyDependOnLibsWithTags]) => ({ sourceTag, onlyDependOnLibsWithTags })),
  { sourceTag: 'type:kernel', allowedExternalImports: PURE },
  { sourceTag: 'type:core', allowedExternalImports: ['fast-check', '@jest/globals'] },
  ...DOMAINS.map((domain) => ({
    sourceTag: `domain:${domain}`,
    notDependOnLibsWithTags: DOMAINS.filter((other) => other !== domain).map((other) => `domain:${other}`),
  })),
];

const NODE_BUILTINS = {
  group: ['node:*', 'fs', 'path', 'os', 'crypto', 'worker_threads', 'child_process'],
  message: 'A kernel sees no file, clock or process: take what you need as an argument.',
};

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/*.mjs', '**/assembly/**', '**/test/fixtures/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    // So that an import used only by a decorated constructor counts as a value: Nest injects by it.
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { enforceBuildableLibDependency: true, allow: [], depConstraints }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-globals': ['error', { name: 'event', message: 'Name the argument.' }],
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['libs/model-kernel/src/**/*.ts', 'libs/*/core/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.bench.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [NODE_BUILTINS] }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is read once, in config.ts.' },
        { object: 'Math', property: 'random', message: 'Take a seeded generator as an argument.' },
        { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
        { object: 'performance', property: 'now', message: 'Take the time as an argument.' },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'setInterval'],
    },
  },
  {
    files: ['**/src/**/*.ts', '**/src/**/*.tsx'],
    ignores: [
      // They have a stricter list of their own above, which this one would replace.
      'libs/model-kernel/**',
      'libs/*/core/**',
      '**/*.spec.ts',
      '**/config.ts',
      '**/config/**',
      // It starts processes, which inherit the environment.
      'libs/platform/src/testing/**',
      'tools/**',
      '**/main.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Configuration is read once, in config.ts.' },
        { object: 'Math', property: 'random', message: 'Take a seeded generator as an argument.' },
      ],
    },
  },
);
