interface MemoryUsage {
  rss?(): number;
}

/** Bytes that this process holds (resident set), or undefined in a browser. */
export function processMemory(): number | undefined {
  const host = (globalThis as { process?: { memoryUsage?: MemoryUsage } }).process;
  return host?.memoryUsage?.rss?.();
}
