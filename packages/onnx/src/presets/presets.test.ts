import { createTaxonomyIndex, defaultTaxonomy } from '@imgsearch/core';
import { expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse-manifest.ts';
import { findPreset, presets } from './presets.ts';

it.each(Object.entries(presets))('%s is a valid manifest under its own id', (id, manifest) => {
  expect(parseManifest(structuredClone(manifest))).toEqual(manifest);
  expect(manifest.id).toBe(id);
});

it('finds a preset for its task alone', () => {
  expect(findPreset('u2net', 'segmentation')).toBe(presets.u2net);
  expect(() => findPreset('u2net', 'embedding')).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTIONS', hint: expect.stringContaining('segmentation') }),
  );
});

it('lists what there is for an unknown id', () => {
  for (const id of ['clip', 'constructor', ''])
    expect(() => findPreset(id, 'embedding')).toThrow(/"clip-vit-b-32", "siglip-base-patch16-224"/);
});

it('maps ImageNet labels to leaves of the default taxonomy', () => {
  const { labels, categories } = presets['resnet-50'];
  expect(labels).toHaveLength(1000);
  expect(labels.slice(0, 3)).toEqual(['tench', 'goldfish', 'great white shark']);
  expect(labels[999]).toBe('toilet tissue');
  expect(labels.filter((label) => /^\s|\s$|\n/.test(label))).toEqual([]);
  const { leaves } = createTaxonomyIndex(defaultTaxonomy);
  for (const [label, category] of Object.entries(categories ?? {})) {
    expect(labels).toContain(label);
    expect(leaves).toContain(category);
  }
});
