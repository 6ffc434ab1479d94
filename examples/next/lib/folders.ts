import path from 'node:path';

/** Where catalogue and index lie: `IMGSEARCH_DATA`, or `.cache` in the folder that the server was started in. */
export function folders(): { readonly index: string; readonly catalogue: string } {
  // Not to be traced: it is data, and not a part of the build.
  const data = path.resolve(/* turbopackIgnore: true */ process.env.IMGSEARCH_DATA ?? '.cache');
  return {
    index: path.join(/* turbopackIgnore: true */ data, 'index'),
    catalogue: path.join(/* turbopackIgnore: true */ data, 'catalogue'),
  };
}
