import type { ModelLocation } from '../runtime/onnx-runtime.ts';

/**
 * The absolute address of a model's file. A `modelPath` that does not end in .onnx, .ort or .json is a folder; it is seen
 * from the page. Whether the file is there shows when it is fetched.
 */
export async function locateModel({ modelPath = './', file }: ModelLocation): Promise<string> {
  const given = new URL(modelPath, globalThis.location?.href);
  if (/\.(onnx|ort|json)$/i.test(given.pathname)) return given.href;
  if (!given.pathname.endsWith('/')) given.pathname += '/';
  const { search } = given;
  const found = new URL(file.path, given);
  // A signed address signs its folder as well.
  if (search) found.search = search;
  return found.href;
}
