export {
  type ClientCall,
  type ClientPhoto,
  createImageSearchClient,
  type ImageSearchClient,
  type ImageSearchClientOptions,
} from './create-image-search-client.ts';
