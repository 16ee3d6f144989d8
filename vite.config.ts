import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * What stands on every page is called on every page: a browser that knows the hint compiles it whole beside
 * the page while it comes in, where it would else stop the page at each first call. To others it is a remark.
 */
const compiledAhead: Plugin = {
  name: 'compiled-ahead',
  generateBundle: {
    // The remark has to stand before everything, and the builder puts something of its own there.
    order: 'post',
    handler(_, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk' && chunk.name === 'desk')
          chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
    },
  },
};

/**
 * The desk front end, built to dist/desk. The floor is Chromium 109 (Windows 7 offices). Nothing is
 * inlined as a data: address or as a script in the page, so that the strict policy needs no exception.
 */
export default defineConfig({
  root: 'src/web/desk',
  plugins: [react(), compiledAhead],
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
