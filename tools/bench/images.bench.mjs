// How large the image of each app is above its base, by laying it out and packing its two layers: node tools/bench/images.bench.mjs
// Prints JSON. The workspace must be built; no container engine is needed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Beside the installation, whose files it shares by hard links.
mkdirSync(join(root, 'test-output'), { recursive: true });
const folder = mkdtempSync(join(root, 'test-output', 'images-'));
const manifest = (app) => JSON.parse(readFileSync(join(root, 'apps', app, 'package.json'), 'utf8'));
const apps = readdirSync(join(root, 'apps')).filter((app) => manifest(app).bellwether !== undefined);

try {
  const images = apps.map((app) => {
    process.stderr.write(`${app}\n`);
    const out = join(folder, app);
    const prune = [
      join(root, 'tools/images/prune.mjs'),
      '--app',
      app,
      '--out',
      out,
      '--platform',
      'linux/amd64',
      '--link',
    ];
    const { dependencies, bytes } = JSON.parse(execFileSync(process.execPath, prune, { encoding: 'utf8' }));
    const row = {
      app,
      packages: dependencies.length,
      unpacked_mb: megabytes(bytes),
      dependencies_layer_mb: packed(join(out, 'dependencies')),
      application_layer_mb: packed(join(out, 'application')),
    };
    rmSync(out, { recursive: true });
    return row;
  });
  process.stdout.write(
    `${JSON.stringify({
      title: 'Images',
      protocol:
        'tools/images/prune.mjs lays out the image of each app for linux/amd64; each layer is packed by tar and gzip as a registry keeps it. Not measured, since no engine ran: the base, node:24-bookworm-slim, which comes on top and is shared by all.',
      bar: 'no embedded store in a serving image; a release changes the application layer alone',
      images,
    })}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function packed(layer) {
  const bytes = execFileSync('sh', ['-c', 'tar -C "$0" -c . | gzip -6 | wc -c', layer], { encoding: 'utf8' });
  return megabytes(Number(bytes));
}

function megabytes(bytes) {
  return Math.round(bytes / 100_000) / 10;
}
