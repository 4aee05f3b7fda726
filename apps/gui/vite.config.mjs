import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@daybook/source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    // Browsers that know light-dark(), which the colours are written with.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The server's Content-Security-Policy allows files of its own origin and nothing written into the page.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
