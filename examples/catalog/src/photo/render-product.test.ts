import { describe, expect, it } from 'vitest';
import { demoFamilies } from '../families/demo/index.ts';
import { trainingFamilies } from '../families/training/index.ts';
import { alphaBox } from './alpha-box.ts';
import { frontView, renderProduct } from './render-product.ts';

describe('renderProduct', { timeout: 30_000 }, () => {
  it.each([...trainingFamilies, ...demoFamilies].map((family) => [family.id, family] as const))(
    'cuts out %s',
    async (_id, family) => {
      const image = await renderProduct({ family, seed: 1, shape: 1, paint: 1 }, frontView, 96, 6);
      expect(Math.max(image.width, image.height)).toBe(96);
      const box = alphaBox(image);
      expect(box).toBeDefined();
      expect(box!.left).toBeGreaterThanOrEqual(5);
      expect(box!.left + box!.width).toBeLessThanOrEqual(image.width - 5);
      const alpha = image.data.filter((_, index) => index % 4 === 3);
      const opaque = alpha.filter((value) => value > 250).length / alpha.length;
      expect(opaque).toBeGreaterThan(0.05);
      expect(opaque).toBeLessThan(0.93);
    },
  );

  it('turns with the view and repeats itself', async () => {
    const design = { family: demoFamilies[0]!, seed: 1, shape: 0, paint: 0 };
    const turned = { roll: 20, yaw: 20, pitch: -10, light: { side: 1, strength: 1 } };
    const [once, again, front] = await Promise.all([
      renderProduct(design, turned, 96, 2),
      renderProduct(design, turned, 96, 2),
      renderProduct(design, frontView, 96, 2),
    ]);
    expect(Buffer.from(once.data).equals(Buffer.from(again.data))).toBe(true);
    expect(Buffer.from(once.data).equals(Buffer.from(front.data))).toBe(false);
  });
});
