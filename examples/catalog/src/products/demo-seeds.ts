/** Seeds of the demo's designs and photos, both ends included; the training set's lie elsewhere. */
export const demoSeeds: { readonly first: number; readonly last: number } = { first: 9000, last: 9999 };
