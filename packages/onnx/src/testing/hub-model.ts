import { createCipheriv, createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EmbeddingManifest } from '../manifest/model-manifest.ts';
import type { ServedRepository } from './hub-server.ts';
import { embeddingManifest } from './tiny-models.ts';

/** The same bytes for the same seed. */
export function randomBytes(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

export const COMMIT: string = 'c0ffee'.padEnd(40, '0');
export const REPOSITORY = 'shop/model';
export const GRAPH = 'onnx/vision_model.onnx';
export const TEXT = 'onnx/text_model.onnx';
export const TOKENIZER = 'tokenizer.json';

/** A model of two graphs and a tokenizer, as the Hub holds them; the bytes are no graph. */
export const twoTowers: EmbeddingManifest = {
  ...embeddingManifest(),
  id: 'two-towers',
  files: { fp32: { path: GRAPH }, int8: { path: 'onnx/vision_model_int8.onnx' } },
  text: {
    files: { fp32: { path: TEXT } },
    tokenizer: { path: TOKENIZER },
    input: { ids: 'input_ids' },
    output: 'text_embeds',
    contextLength: 8,
    padId: 0,
  },
};

export const repositoryOf = (size = 300_000): ServedRepository => ({
  commit: COMMIT,
  files: {
    [GRAPH]: randomBytes('vision', size),
    [TEXT]: randomBytes('text', Math.ceil(size / 3)),
    [TOKENIZER]: Buffer.from('{"model":{"vocab":{}}}'),
  },
});

export const newFolder = (): string => mkdtempSync(path.join(tmpdir(), 'imgsearch-hub-'));
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/**
 * Every file of a repository in a cache, relative, with its bytes; links are followed. What is renamed under our eyes, by
 * a pull that goes on, is left out.
 */
export function filesIn(cache: string, repository: string = REPOSITORY): Record<string, number> {
  const folder = path.join(cache, `models--${repository.replace('/', '--')}`);
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return Object.fromEntries(
    names.sort().flatMap((name) => {
      const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
      return found ? [[name, found.size]] : [];
    }),
  );
}
