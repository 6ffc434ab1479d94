/** Seeds of the training set, both ends included; the demo's lie elsewhere. */
export const trainingSeeds: { readonly first: number; readonly last: number } = { first: 1000, last: 1999 };
