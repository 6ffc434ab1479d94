import { Client } from 'opensearch-client-2';
import { holdToContract } from '../test/hold-to-contract.ts';

holdToContract(2, (node) => new Client({ node }));
