/** Channel statistics of ImageNet's training pictures, of the `[0, 1]` range. */
export const IMAGENET: { readonly mean: [number, number, number]; readonly std: [number, number, number] } = {
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};
