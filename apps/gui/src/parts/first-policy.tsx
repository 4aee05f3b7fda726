import { CodeBlock } from './code-block.tsx';
import { Empty } from './empty.tsx';

const agentSettings = JSON.stringify(
  { mcpServers: { daybook: { command: 'daybook', args: ['mcp'] } } },
  null,
  2,
);

/** What to do while there is no policy. */
export function FirstPolicy() {
  return (
    <Empty title="No policies yet. There are two ways to a first one.">
      <div className="ways-side">
        <div>
          <h3>Let an agent write it</h3>
          <p>
            Add Daybook to your agent's MCP servers, then tell it what you want to know and when. What it
            writes waits here for you.
          </p>
          <CodeBlock label="MCP settings" text={agentSettings} />
        </div>
        <div>
          <h3>Write it yourself</h3>
          <p>A policy is a JSON file. This stores it, and it waits here for you as well.</p>
          <CodeBlock label="Command" text="daybook run POLICY.json" />
        </div>
      </div>
    </Empty>
  );
}
