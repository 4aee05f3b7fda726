export { createFileProvider, type FileProviderSettings } from './file/provider.ts';
export { sampleFacts } from './sample/facts.ts';
export { createSampleProvider } from './sample/provider.ts';
