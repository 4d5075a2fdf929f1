// Measures what a browser fetches before the first page is there, and refuses a build that is above its budget.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const bytesMax = 350 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

// The page itself, the connections' list (the heaviest first page), and whatever both import.
const first = ['index.html', 'src/pages/connections/ConnectionsPage.tsx'];
const files = new Set(['index.html']);
const seen = new Set();

function take(name) {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(name)) {
    return;
  }

  seen.add(name);
  [chunk.file, ...(chunk.css ?? [])].forEach((file) => files.add(file));
  (chunk.assets ?? []).filter((file) => /-latin-wght-normal-.*\.woff2$/.test(file)).forEach((file) => files.add(file));
  (chunk.imports ?? []).forEach(take);
}

first.forEach(take);
let gzip = 0;
let brotli = 0;
for (const file of files) {
  const bytes = readFileSync(new URL(file, dist));
  const packed = /\.woff2$/.test(file);
  gzip += packed ? bytes.length : gzipSync(bytes).length;
  brotli += packed ? bytes.length : brotliCompressSync(bytes).length;
}

const kb = (bytes) => `${(bytes / 1024).toFixed(0)} KB`;
console.log(
  `First load: ${files.size} files, ${kb(gzip)} with gzip, ${kb(brotli)} with Brotli (at most ${kb(bytesMax)}).`,
);
if (gzip > bytesMax) {
  console.error('The first load is too large: import what only some pages need where they need it.');
  process.exitCode = 1;
}
