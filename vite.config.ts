import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The desk front end, built to dist/desk. The floor is Chromium 109 (Windows 7 offices). Nothing is
 * inlined as a data: address or as a script in the page, so that the strict policy needs no exception.
 */
export default defineConfig({
  root: 'src/web/desk',
  plugins: [react()],
  css: { modules: { generateScopedName: '[local]-[hash:base64:5]' } },
  build: {
    outDir: '../../../dist/desk',
    emptyOutDir: true,
    target: 'chrome109',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What stands on every page comes in one piece: fifty small ones cost the browser more than they hold.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'desk', tags: ['$initial'] }] } },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
