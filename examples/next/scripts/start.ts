// `npm start`: the standalone server, as an image runs it, with this folder's catalogue.
import { cpSync, globSync } from 'node:fs';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '..');
const standalone = path.join(project, '.next/standalone');
// In a workspace it lies as deep as the project does.
const [server] = globSync('{server.js,*/server.js,*/*/server.js}', { cwd: standalone });
if (!server) {
  console.error('There is nothing to start yet: npm run build');
  process.exit(1);
}
const folder = path.join(standalone, path.dirname(server));
// Next leaves them out, because a CDN may serve them.
cpSync(path.join(project, '.next/static'), path.join(folder, '.next/static'), { recursive: true });
process.env.IMGSEARCH_DATA = path.resolve(project, process.env.IMGSEARCH_DATA ?? '.cache');
await import(path.join(folder, 'server.js'));
