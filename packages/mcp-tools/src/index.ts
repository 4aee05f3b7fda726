export { createMcpServer, type McpServerSettings } from './create-mcp-server.ts';
export { toolExamples } from './policy-example.ts';
export { serveOnStdio, type StdioSettings } from './serve-on-stdio.ts';
