// Bundles the map into ../bundle (or the folder given): map-<hash>.js, its chunks, and MapLibre's worker beside them.
import { build } from 'esbuild';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = resolve(process.argv[2] ?? `${here}../bundle`);

const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  outdir: target,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  legalComments: 'linked',
  loader: { '.css': 'text' },
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
  metafile: true,
};

/** The name of the one file that `entry` became. */
function written(result, entry) {
  const [path] = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint?.endsWith(entry)) ?? [];
  return basename(path);
}

await mkdir(target, { recursive: true });
for (const name of await readdir(target)) await rm(`${target}/${name}`, { recursive: true, force: true });

const worker = await build({ ...shared, entryPoints: { worker: 'maplibre-gl/dist/maplibre-gl-worker.mjs' } });
await build({
  ...shared,
  entryPoints: { map: 'src/index.js' },
  splitting: true,
  define: { ...shared.define, MAP_WORKER: JSON.stringify(written(worker, 'maplibre-gl-worker.mjs')) },
});
