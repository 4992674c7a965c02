import { updateJson, type Tree } from '@nx/devkit';
import { addBefore } from '../add-before.js';

export interface NewDomain {
  readonly name: string;
  readonly className: string;
  readonly propertyName: string;
}

interface References {
  references: { path: string }[];
}

/**
 * Adds a domain to the lists that cannot be derived from the folders: the typed table of domains, the references of the
 * compiler, and the apps that standalone composes. Workspaces, lint, the services of `start --services`, the matrix of CI and
 * the releases read the folders.
 */
export function joinWorkspace(tree: Tree, { name, className, propertyName }: NewDomain): void {
  addBefore(tree, 'libs/contracts/src/domains.ts', '] as const', `  '${name}',\n`);
  const parts = [`libs/${name}/core`, `libs/${name}/service`, `apps/${name}`];
  updateJson<References>(tree, 'tsconfig.json', (config) => {
    const at = config.references.findIndex(({ path }) => path.startsWith('apps/standalone/'));
    config.references.splice(at, 0, ...parts.map((part) => ({ path: `${part}/tsconfig.lib.json` })));
    return config;
  });
  joinStandalone(tree, { name, className, propertyName });
}

function joinStandalone(tree: Tree, { name, className, propertyName }: NewDomain): void {
  updateJson<References>(tree, 'apps/standalone/tsconfig.lib.json', (config) => {
    config.references.push({ path: `../${name}/tsconfig.lib.json` });
    return config;
  });
  updateJson<{ dependencies: Record<string, string> }>(tree, 'apps/standalone/package.json', (manifest) => {
    const dependencies = { ...manifest.dependencies, [`@bellwether/app-${name}`]: '*' };
    manifest.dependencies = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)));
    return manifest;
  });
  const table = 'apps/standalone/src/apps.ts';
  const names = `${className}Config, ${propertyName}App`;
  addBefore(tree, table, 'import type { AppDefinition }', `import { ${names} } from '@bellwether/app-${name}';\n`);
  addBefore(
    tree,
    table,
    '];',
    `  (environment) => ${propertyName}App(parseConfig(${className}Config, environment)),\n`,
  );
}
