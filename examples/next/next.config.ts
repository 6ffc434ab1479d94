import { createRequire } from 'node:module';
import path from 'node:path';
import type { NextConfig } from 'next';

const project = process.cwd();
const require = createRequire(path.join(project, 'package.json'));

/** Where a package lies, from here; the same under npm and pnpm. */
function folderOf(name: string): string {
  const entry = require.resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(path.join('node_modules', name)));
  return path.relative(project, path.join(root, 'node_modules', name));
}

/** Loaded by Node as they are: native code, and packages that start worker threads or lie beside their weights. */
const external = [
  ...['core', 'http', 'lancedb', 'models-starter', 'onnx', 'opensearch', 'sharp'].map(
    (name) => `@imgsearch/${name}`,
  ),
  '@lancedb/lancedb',
  '@opensearch-project/opensearch',
  'onnxruntime-node',
  'sharp',
];

/** What the tracer cannot see from `import`: a library that another library loads, weights, worker files. */
const traced = [
  `${folderOf('onnxruntime-node')}/bin/napi-v*/${process.platform}/${process.arch}/*`,
  `${folderOf('@imgsearch/models-starter')}/weights/*`,
  `${folderOf('@imgsearch/onnx')}/dist/**/*.js`,
  `${folderOf('@imgsearch/sharp')}/dist/**/*.js`,
];

const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=()' },
  { key: 'Content-Security-Policy', value: "object-src 'none'; base-uri 'none'; frame-ancestors 'none'" },
];

const config: NextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  serverExternalPackages: external,
  outputFileTracingIncludes: { '/**': traced },
  images: { localPatterns: [{ pathname: '/pictures/**' }] },
  // The page's photo comes through a server action, which Next reads whole; the API reads within the handler's limits.
  experimental: { serverActions: { bodySizeLimit: '25mb' } },
  headers: async () => [{ source: '/(.*)', headers }],
};

export default config;
