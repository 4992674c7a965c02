import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: folder('src/page'),
  // Relative, so that a gateway may put the page below a path.
  base: './',
  plugins: [react()],
  build: {
    outDir: folder('dist/page'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // The policy of the page allows no data: addresses, and its browsers know modulepreload.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What draws charts is that large, and loaded where there is one to draw.
    chunkSizeWarningLimit: 560,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8002' } },
});
