// What one app needs at run time, from package-lock.json: its workspace packages, and the packages of others below them.
import { join, posix } from 'node:path';

/**
 * Follows dependencies as Node resolves them: from the folder of the package that asks, upwards. Peers count where they are
 * required; an optional peer is only in when something that needs it depends on it.
 *
 * @param {{ packages: Record<string, any> }} lock package-lock.json, version 3.
 * @param {string} start folder of the app in the lockfile, e.g. `apps/pricing`.
 * @param {{ os: string, cpu: string }} target as Node names them; what is built for others is left out.
 * @returns {{ workspaces: string[], dependencies: string[] }} folders relative to the root, sorted.
 * @throws when a dependency that is required is not in the lockfile.
 */
export function productionClosure({ packages }, start, target) {
  if (packages[start] === undefined) throw new Error(`package-lock.json has no ${start}`);
  const seen = new Set([start]);
  const open = [start];
  for (const folder of open) {
    for (const { name, isOptional } of needs(packages[folder])) {
      // Some packages depend on the typings of others, which nothing reads at run time.
      if (name.startsWith('@types/')) continue;
      const found = resolve(packages, folder, name);
      if (found === undefined || !runsOn(packages[found], target)) {
        if (isOptional) continue;
        throw new Error(
          `${folder} needs ${name}, which package-lock.json does not have for ${target.os}/${target.cpu}`,
        );
      }
      if (seen.has(found)) continue;
      seen.add(found);
      open.push(found);
    }
  }
  const folders = [...seen].sort();
  const isForeign = (folder) => folder.includes('node_modules/');
  return { workspaces: folders.filter((f) => !isForeign(f)), dependencies: folders.filter(isForeign) };
}

function needs({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const optional = (names) => Object.keys(names).map((name) => ({ name, isOptional: true }));
  return [
    // The lockfile lists an optional dependency of a workspace under both.
    ...Object.keys(dependencies).map((name) => ({ name, isOptional: name in optionalDependencies })),
    ...optional(optionalDependencies),
    ...Object.keys(peerDependencies)
      .filter((name) => !peerDependenciesMeta[name]?.optional)
      .map((name) => ({ name, isOptional: false })),
  ];
}

/** The folder that `name` means to the package in `folder`; a link of npm counts as the workspace it points to. */
function resolve(packages, folder, name) {
  for (let at = folder; ; at = at === '.' ? '' : posix.dirname(at)) {
    const base = at === '.' ? '' : at;
    const candidate = packages[posix.join(base, 'node_modules', name)];
    if (candidate !== undefined) return candidate.link ? candidate.resolved : posix.join(base, 'node_modules', name);
    if (base === '') return undefined;
  }
}

function runsOn({ os, cpu, libc }, target) {
  const allows = (list, value) => list === undefined || list.includes(value);
  // Images are Debian's: glibc.
  return allows(os, target.os) && allows(cpu, target.cpu) && allows(libc, 'glibc');
}

/** Where Node finds the workspace package of that name: the link to make. */
export const linkOf = (name) => join('node_modules', name);
