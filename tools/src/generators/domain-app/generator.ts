import { formatFiles, generateFiles, installPackagesTask, names, type Tree } from '@nx/devkit';
import { DomainError } from '@bellwether/errors';
import { templates } from '../templates.js';
import { joinDeployment } from './join-deployment.js';
import { joinWorkspace } from './join-workspace.js';
import { nextPorts } from './next-ports.js';

export interface DomainAppOptions {
  /** In kebab-case. */
  readonly name: string;
  readonly skipInstall?: boolean;
}

/**
 * A domain from nothing to an app that starts: shell, libraries, tests, and its place wherever all domains are.
 *
 * @returns what is to be done once the files are written: linking the new packages.
 * @throws INVALID_ARGUMENT for a name that is not kebab-case, ALREADY_EXISTS when the domain is there.
 */
export default async function domainApp(tree: Tree, { name, skipInstall = false }: DomainAppOptions) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new DomainError('INVALID_ARGUMENT', `name must be kebab-case, got '${name}'`);
  }
  for (const folder of [`apps/${name}`, `libs/${name}`]) {
    if (tree.exists(folder)) throw new DomainError('ALREADY_EXISTS', `${folder} is there already`);
  }
  const { className, propertyName } = names(name);
  const ports = nextPorts(tree);
  const values = {
    ...{ name, className, propertyName, ...ports },
    snakeName: name.replaceAll('-', '_'),
    title: name.replaceAll('-', ' '),
  };
  generateFiles(tree, templates('domain-app/app'), `apps/${name}`, values);
  generateFiles(tree, templates('domain-app/core'), `libs/${name}/core`, values);
  generateFiles(tree, templates('domain-app/service'), `libs/${name}/service`, values);
  generateFiles(tree, templates('domain-app/k8s'), `k8s/components/${name}`, values);
  joinWorkspace(tree, values);
  joinDeployment(tree, values);
  await formatFiles(tree);
  return () => {
    if (!skipInstall) installPackagesTask(tree, true);
  };
}
