// Writes a Brotli and a gzip form beside every built file that becomes smaller by it, once, as small as they get: the
// server only hands them out.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '..', 'dist');
// The page itself is different in each answer, and pictures and fonts are compressed already.
const compressible = /\.(js|css|svg|json|txt)$/;
const smallest = 512;

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !compressible.test(entry.name)) {
    continue;
  }

  const plain = readFileSync(file);
  if (plain.length < smallest) {
    continue;
  }

  const brotli = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  for (const [ending, small] of [
    ['br', brotli],
    ['gz', gzipSync(plain, { level: 9 })],
  ]) {
    if (small.length < plain.length) {
      writeFileSync(`${file}.${ending}`, small);
    }
  }
}
