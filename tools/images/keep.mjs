// Which files of a package a running app can read.

/** For people, compilers and debuggers; a licence is kept whatever it is called. */
const DROPPED = [
  /\.d\.[cm]?ts$/,
  /\.map$/,
  /\.md$/i,
  /\.markdown$/i,
  /\.tsbuildinfo$/,
  /(^|\/)\.package-lock\.json$/,
  /\/dist\/pglite-[^/]*\.tar$/,
];
const LICENCE = /^(licen[cs]e|notice|copying)/i;

/** Native libraries that a package brings for every system at once: folder of the system and of the processor. */
const NATIVE = { 'node_modules/onnxruntime-node': /^bin\/napi-v\d+\/([^/]+)\/([^/]+)\// };

/**
 * @param {string} folder of the package in the lockfile.
 * @param {string} path of the file inside it, with slashes.
 * @param {{ os: string, cpu: string }} target
 */
export function isKept(folder, path, target) {
  const native = NATIVE[folder]?.exec(path);
  if (native) return native[1] === target.os && native[2] === target.cpu;
  if (LICENCE.test(path.split('/').at(-1))) return true;
  return !DROPPED.some((pattern) => pattern.test(path));
}

/**
 * What of a workspace package is run: what its package.json names as its files, which is what was built where it names
 * none. Its sources and tests stay behind.
 *
 * @param {readonly string[] | undefined} files
 */
export const isShipped = (path, files = ['dist']) =>
  path === 'package.json' || files.some((folder) => path.startsWith(`${folder}/`));
