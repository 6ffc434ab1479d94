import { describe, inject } from 'vitest';
import { testFaults } from '../test/test-faults.ts';

const older = inject('openSearchServers').slice(0, -1);
describe.skipIf(older.length === 0).each(older)('faults before OpenSearch $version', testFaults);
