import { Client } from '@opensearch-project/opensearch';
import { holdToContract } from '../test/hold-to-contract.ts';

holdToContract(3, (node) => new Client({ node }));
