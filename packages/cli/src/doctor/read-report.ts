interface Report {
  readonly header: { readonly glibcVersionRuntime?: string };
  readonly sharedObjects?: readonly string[];
}

/** What Node says of this process: the C library, and the native libraries that it has loaded. */
export function readReport(): Report {
  // Else it looks up the name of every open socket, which takes seconds. Node's types do not know it.
  Object.assign(process.report, { excludeNetwork: true });
  return process.report.getReport() as unknown as Report;
}
