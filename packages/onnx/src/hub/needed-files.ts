import { fileOf } from '../adapters/load-model.ts';
import type { ModelFile, ModelManifest, Precision } from '../manifest/model-manifest.ts';

export interface NeededFile extends ModelFile {
  /** Only large graphs have their weights beside them, in `NAME.onnx_data`. */
  readonly optional: boolean;
}

/** The files of a manifest that the factories open, the graph first. @throws ImageSearchError INVALID_OPTIONS */
export function neededFiles(
  manifest: ModelManifest,
  precision: Precision | undefined,
  withText: boolean,
): NeededFile[] {
  const graphs = [fileOf(manifest.files, precision)];
  const others: ModelFile[] = [];
  if (withText && manifest.task === 'embedding' && manifest.text) {
    const { files, tokenizer } = manifest.text;
    graphs.push(fileOf(files, precision && files[precision] ? precision : undefined));
    others.push(tokenizer);
  }
  return [
    ...graphs.map((file) => ({ ...file, optional: false })),
    ...others.map((file) => ({ ...file, optional: false })),
    ...graphs.map(({ path }) => ({ path: `${path}_data`, optional: true })),
  ];
}
