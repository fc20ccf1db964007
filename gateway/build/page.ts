// The command `npm run build:page`: builds the desk's pages to gateway/desk/page/dist, with the licences of what is in them.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

// React's other build is larger, slower, and names the folders of this machine.
process.env.NODE_ENV = 'production';

const root = fileURLToPath(new URL('../desk/page/', import.meta.url));

await build({
  configFile: false,
  root,
  logLevel: process.argv.includes('--quiet') ? 'error' : 'info',
  build: {
    target: 'es2022',
    // Every script and style is a file of its own: the pages allow nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenses.md' },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1_000,
    rollupOptions: {
      input: ['index', 'helper', 'one-time-login'].map((name) => `${root}${name}.html`),
    },
  },
});
