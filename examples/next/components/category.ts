/** A category that can be chosen. */
export interface Category {
  readonly id: string;
  readonly name: string;
}
