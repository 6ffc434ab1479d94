export declare const root: string;
export declare function nodePath(): string;
export declare function commandFile(packageName: string, command?: string): string;
export declare function environment(extra?: Record<string, string>): NodeJS.ProcessEnv;
export declare function publishedPackages(): {
  folder: string;
  manifest: {
    name: string;
    version: string;
    exports: Record<string, string | { types: string; default: string }>;
  };
}[];
