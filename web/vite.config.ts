import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server that the pages talk to while they are written.
const weir = process.env['WEIR_SERVER'] ?? 'http://127.0.0.1:7300';

// Writes are only taken from the server's own origin, so the proxy speaks as it.
const proxy = Object.fromEntries(
  ['/v1', '/openapi', '/docs'].map((path) => [
    path,
    { target: weir, changeOrigin: true, headers: { origin: new URL(weir).origin } },
  ]),
);

export default defineConfig(({ command }) => ({
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  // The server replaces it in each answer. Vite's own development server does not, and needs none.
  html: command === 'build' ? { cspNonce: '__WEIR_NONCE__' } : {},
  build: {
    target: 'es2023',
    // The first that know light-dark(); for older ones it would be rewritten into something that Mantine does not set.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Small files inside a style sheet would need data: addresses, which the policy of the pages refuses.
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: false,
  },
  server: { proxy, fs: { allow: ['..'] } },
  preview: { proxy },
  test: { environment: 'jsdom', setupFiles: ['src/test/setup.ts'], css: false },
}));
