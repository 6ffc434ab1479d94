export declare function fencedBlocks(
  text: string,
): { line: number; language: string; info: string; code: string }[];
export declare function codeExamples(root: string): {
  name: string;
  line: number;
  code: string;
  place: 'document' | 'comment';
}[];
