import { describe, inject } from 'vitest';
import { testFaults } from '../test/test-faults.ts';

// Before older servers: faults.long.test.ts.
const newest = inject('openSearchServers').slice(-1);
describe.skipIf(newest.length === 0).each(newest)('faults before OpenSearch $version', testFaults);
