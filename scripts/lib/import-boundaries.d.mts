export declare function findViolations(root: string): string[];
