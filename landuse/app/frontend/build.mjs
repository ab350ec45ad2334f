// Bundles the map into ../bundle (or the folder given): map-<hash>.js, its chunks, and MapLibre's worker beside them.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
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
  legalComments: 'none', // the licences go along in full, see below
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
const map = await build({
  ...shared,
  entryPoints: { map: 'src/index.js' },
  splitting: true,
  define: { ...shared.define, MAP_WORKER: JSON.stringify(written(worker, 'maplibre-gl-worker.mjs')) },
});

// The licences of what is bundled go with the bundle.
const inputs = [worker, map].flatMap(({ metafile }) => Object.keys(metafile.inputs));
const packages = [...new Set(inputs.flatMap((path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []))].sort();
const licences = await Promise.all(packages.map(async (folder) => {
  const { name, version, license } = JSON.parse(await readFile(`${here}${folder}/package.json`, 'utf8'));
  const file = (await readdir(`${here}${folder}`)).find((found) => /^licen[cs]e/i.test(found));
  return `${name} ${version} (${license})\n\n${file ? await readFile(`${here}${folder}/${file}`, 'utf8') : ''}`;
}));
await writeFile(`${target}/LICENCES.txt`, licences.join(`\n\n${'-'.repeat(80)}\n\n`));
